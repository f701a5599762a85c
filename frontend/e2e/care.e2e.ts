// People change their account here: other addresses and numbers, an export, notifications while no tab is open.
import { readFileSync } from 'node:fs'
import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { account, launch, PASSWORD, type Person, person, post, signIn } from './person.ts'
import { type Server, startServer } from './server.ts'

let server: Server
let browser: Browser
let ana: Person
let token: string

const open = async (page: string, heading: string) => {
  await ana.page.goto(`${server.url}/settings/${page}`)
  await ana.page.getByRole('heading', { name: heading, exact: true }).waitFor()
}
/** Proves who the person is, where that is asked. */
const proveOr = async (next: () => Promise<void>) => {
  const proof = ana.page.getByRole('dialog', { name: 'Is it you?' })
  const done = next().then(
    () => 'done',
    fault => fault,
  )
  const asked = proof.waitFor().then(
    () => 'asked',
    () => 'never',
  )
  if ((await Promise.race([done, asked])) === 'asked') {
    await proof.getByLabel('Password', { exact: true }).fill(PASSWORD)
    await proof.getByRole('button', { name: 'Continue' }).click()
  }
  expect(await done).toBe('done')
}

beforeAll(async () => {
  server = await startServer()
  browser = await launch()
  const me = await account(server, 'ana', 'Ana García')
  token = me.token
  ana = await person(browser)
  await signIn(ana, server, 'ana')
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

test('a number is added and an address changed, each with a code that proves it', async () => {
  await open('account', 'Address and number')
  const row = (name: string) => ana.page.getByRole('listitem').filter({ hasText: name })
  await row('Phone number').getByRole('button', { name: 'Add' }).click()
  const phone = ana.page.getByRole('dialog', { name: 'Phone number' })
  await phone.getByLabel('New phone number').fill('+14155552671')
  await phone.getByRole('button', { name: 'Continue' }).click()
  await phone.getByLabel('Code', { exact: true }).fill('000000')
  await phone.getByRole('button', { name: 'Continue' }).click()
  await phone.getByText('That is not the code').waitFor()
  await phone.getByLabel('Code', { exact: true }).fill(await server.code('+14155552671'))
  await phone.getByRole('button', { name: 'Continue' }).click()
  await proveOr(() => row('Phone number').getByText('+14155552671').waitFor())

  await row('Email address').getByRole('button', { name: 'Change' }).click()
  const email = ana.page.getByRole('dialog', { name: 'Email address' })
  await email.getByLabel('New email address').fill('ana@example.net')
  await email.getByRole('button', { name: 'Continue' }).click()
  await email.getByLabel('Code', { exact: true }).fill(await server.code('ana@example.net'))
  await email.getByRole('button', { name: 'Continue' }).click()
  await proveOr(() => row('Email address').getByText('ana@example.net').waitFor())

  await row('Phone number').getByRole('button', { name: 'Remove' }).click()
  await ana.page.getByRole('dialog', { name: 'Phone number' }).getByRole('button', { name: 'Remove' }).click()
  await proveOr(() => row('Phone number').getByText('none').waitFor())
  const me = await post(server, '/me', undefined, token, 'GET')
  expect([me.email, me.phone]).toEqual(['ana@example.net', null])
})

test('an export is made and fetched as a file', async () => {
  await open('data', 'Your data')
  await ana.page.getByRole('button', { name: 'Make a file' }).click()
  const ready = ana.page.getByRole('button', { name: 'Download' })
  await proveOr(() => ready.waitFor())
  const [download] = await Promise.all([ana.page.waitForEvent('download'), ready.click()])
  expect(download.suggestedFilename()).toBe('parlance-export.tar')
  const bytes = readFileSync(await download.path())
  expect(bytes.subarray(257, 262).toString()).toBe('ustar')
  expect(bytes.includes('ana@example.net')).toBe(true)
})

test('a browser that cannot be told says so and stays off', async () => {
  await ana.context.grantPermissions(['notifications'])
  await open('notifications', 'Notifications')
  const here = ana.page.getByRole('switch', { name: 'Notify me in this browser' })
  await here.waitFor()
  // The vendor's push service is out of reach here.
  await ana.page.evaluate(() => {
    PushManager.prototype.subscribe = () => Promise.reject(new DOMException('no service', 'AbortError'))
  })
  await here.click()
  await ana.page.getByText('The browser did not allow it.').waitFor()
  await expect.poll(() => here.isChecked()).toBe(false)
  expect((await post(server, '/push/subscriptions', undefined, token, 'GET')).items).toEqual([])
})

test('a browser that can be told is known to the server until it is turned off', async () => {
  await ana.page.evaluate(async () => {
    const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits'])
    const point = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))
    const url = (bytes: Uint8Array) =>
      btoa(String.fromCharCode(...bytes))
        .replaceAll('+', '-')
        .replaceAll('/', '_')
        .replaceAll('=', '')
    let current: unknown = null
    const made = {
      endpoint: 'https://fcm.googleapis.com/fcm/send/abc',
      toJSON: () => ({
        endpoint: made.endpoint,
        keys: { p256dh: url(point), auth: url(crypto.getRandomValues(new Uint8Array(16))) },
      }),
      unsubscribe: async () => {
        current = null
        return true
      },
    }
    const manager = PushManager.prototype as unknown as Record<string, () => Promise<unknown>>
    manager.subscribe = async () => {
      current = made
      return made
    }
    manager.getSubscription = async () => current
  })
  const here = ana.page.getByRole('switch', { name: 'Notify me in this browser' })
  await here.click()
  await expect.poll(() => here.isChecked()).toBe(true)
  const told = await post(server, '/push/subscriptions', undefined, token, 'GET')
  expect(told.items.map((item: { service: string }) => item.service)).toEqual(['fcm.googleapis.com'])
  await here.click()
  await expect.poll(() => here.isChecked()).toBe(false)
  await expect.poll(async () => (await post(server, '/push/subscriptions', undefined, token, 'GET')).items).toEqual([])
  expect(ana.faults.filter(fault => !fault.includes('422') && !fault.includes('403'))).toEqual([])
})

/** Everything the browser holds for this origin in its database, as text: names of records, bytes as letters. */
const held = () =>
  ana.page.evaluate(
    () =>
      new Promise<Record<string, string>>((resolve, reject) => {
        const asked = indexedDB.open('parlance')
        asked.onerror = () => reject(asked.error)
        asked.onsuccess = () => {
          const db = asked.result
          const names = [...db.objectStoreNames]
          const found: Record<string, string> = {}
          const letters = (value: unknown): unknown => {
            if (value instanceof ArrayBuffer) return new TextDecoder('latin1').decode(value)
            if (value instanceof Uint8Array) return [...value]
            return value
          }
          const tx = db.transaction(names)
          for (const name of names) {
            const all = tx.objectStore(name).getAll()
            all.onsuccess = () => {
              found[name] = JSON.stringify(all.result, (_, value) => letters(value))
            }
          }
          tx.oncomplete = () => {
            db.close()
            resolve(found)
          }
        }
      }),
  )

test('what this browser keeps is sealed, can be cleared, and goes with the session', async () => {
  const chat = (await post(server, '/chats', { title: 'Gardening', member_ids: [] }, token)).id
  await ana.page.goto(`${server.url}/c/${chat}`)
  const field = ana.page.getByRole('textbox', { name: 'Message' })
  await field.fill('The tulips are planted')
  await ana.page.keyboard.press('Enter')
  await expect.poll(async () => (await held()).threads?.includes(chat), { timeout: 10_000 }).toBe(true)
  await field.fill('And the roses')
  // A draft is sealed at once, and on the server soon after.
  await expect.poll(async () => (await held()).drafts, { timeout: 10_000 }).toContain(chat)
  const everything = JSON.stringify(await held())
  expect(everything).toContain(chat)
  for (const word of ['tulips', 'roses', 'Gardening', 'Ana', 'ana@']) expect(everything).not.toContain(word)

  await open('data', 'Your data')
  const loaded = ana.page.waitForEvent('load')
  await ana.page.getByRole('button', { name: 'Clear what this browser keeps' }).click()
  await loaded
  await ana.page.goto(`${server.url}/c/${chat}`)
  await ana.page.getByRole('article').filter({ hasText: 'The tulips are planted' }).waitFor()
  await expect.poll(() => field.inputValue()).toBe('And the roses')

  await ana.page.goto(server.url)
  const key = (await held()).meta
  await ana.page.getByRole('button', { name: 'Menu' }).click()
  await ana.page.getByRole('menuitem', { name: 'Log out' }).click()
  await ana.page.getByRole('heading', { name: 'Log in' }).waitFor()
  const left = async () => {
    const { meta: _, ...rest } = await held()
    return [...new Set(Object.values(rest))]
  }
  await expect.poll(left).toEqual(['[]'])
  expect((await held()).meta).not.toBe(key)
})
