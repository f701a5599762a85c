// A person is told of messages: from the send, through a push service on this machine, to the notification that is
// shown; and in a tab that is open and not in view.
import { createDecipheriv, createECDH, createHmac, randomBytes } from 'node:crypto'
import { createServer, type Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, CDPSession, Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Account, account, launch, type Person, person, post, signIn } from './person.ts'
import { type Server, startServer, until } from './server.ts'

const hmac = (key: Buffer, ...parts: (Buffer | string)[]) => {
  const made = createHmac('sha256', key)
  for (const part of parts) made.update(part)
  return made.digest()
}

/** A browser vendor's service, and the keys of one browser: opened by the standard (RFC 8291), without our own code. */
class PushService {
  readonly auth = randomBytes(16)
  readonly keys = createECDH('prime256v1')
  readonly arrived: Buffer[] = []
  readonly server: HttpServer = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', part => parts.push(part))
    request.on('end', () => {
      this.arrived.push(Buffer.concat(parts))
      response.writeHead(201).end()
    })
  })

  async start(): Promise<string> {
    this.keys.generateKeys()
    await new Promise<void>(done => this.server.listen(0, '127.0.0.1', done))
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  async next(): Promise<string> {
    await until(async () => this.arrived.length > 0)
    const body = this.arrived.shift() ?? Buffer.alloc(0)
    const salt = body.subarray(0, 16)
    const end = 21 + (body[20] ?? 0)
    const theirs = body.subarray(21, end)
    const shared = hmac(this.auth, this.keys.computeSecret(theirs))
    const input = hmac(shared, 'WebPush: info\0', this.keys.getPublicKey(), theirs, '\x01')
    const secret = hmac(salt, input)
    const key = hmac(secret, 'Content-Encoding: aes128gcm\0\x01').subarray(0, 16)
    const nonce = hmac(secret, 'Content-Encoding: nonce\0\x01').subarray(0, 12)
    const sealed = body.subarray(end)
    const open = createDecipheriv('aes-128-gcm', key, nonce)
    open.setAuthTag(sealed.subarray(-16))
    const plain = Buffer.concat([open.update(sealed.subarray(0, -16)), open.final()])
    return plain.subarray(0, plain.lastIndexOf(2)).toString('utf8')
  }
}

let service: PushService
let server: Server
let browser: Browser
let ana: Person
let leo: Account
let me: Account
let chat: string
let group: string

const say = (to: string, text: string) =>
  post(server, `/chats/${to}/messages`, { client_id: crypto.randomUUID(), text }, leo.token)

interface Shown {
  readonly title: string
  readonly body: string
  readonly path: string
}
/** What stands on the desktop now; it is taken away. */
const shown = (page: Page): Promise<Shown[]> =>
  page.evaluate(async () => {
    const worker = await navigator.serviceWorker.getRegistration()
    const all = (await worker?.getNotifications()) ?? []
    return all.map(one => {
      one.close()
      return { title: one.title, body: one.body, path: one.data?.path }
    })
  })

async function onDesktop(page: Page): Promise<Shown> {
  let found: Shown | undefined
  await until(async () => {
    found = (await shown(page))[0]
    return found !== undefined
  })
  if (!found) throw new Error('nothing was shown')
  return found
}

beforeAll(async () => {
  service = new PushService()
  const origin = await service.start()
  server = await startServer({ PARLANCE_PUSH_TEST_ORIGIN: origin })
  browser = await launch()
  me = await account(server, 'ana', 'Ana García')
  leo = await account(server, 'leo', 'Leo Martin')
  const direct = await post(server, `/chats/direct/${leo.id}`, undefined, me.token, 'PUT')
  chat = direct.id
  await post(server, `/chats/${chat}/messages`, { client_id: crypto.randomUUID(), text: 'Hi' }, me.token)
  await post(server, `/chats/${chat}/accept`, undefined, leo.token)
  group = (await post(server, '/chats', { title: 'Café', member_ids: [me.id] }, leo.token)).id
  ana = await person(browser)
  await ana.context.grantPermissions(['notifications'], { origin: new URL(server.url).origin })
  // The vendor's half of a subscription; the other half, its keys and its address are real.
  await ana.context.addInitScript(
    ({ endpoint, p256dh, auth }) => {
      const made = { endpoint, toJSON: () => ({ endpoint, keys: { p256dh, auth } }), unsubscribe: async () => true }
      let held: unknown = null
      PushManager.prototype.subscribe = async () => {
        held = made
        return made as unknown as PushSubscription
      }
      PushManager.prototype.getSubscription = async () => held as PushSubscription | null
      const sounds = { count: 0 }
      Object.assign(globalThis, { sounds })
      const start = OscillatorNode.prototype.start
      OscillatorNode.prototype.start = function (at) {
        sounds.count += 1
        return start.call(this, at)
      }
    },
    {
      endpoint: `${origin}/ana`,
      p256dh: service.keys.getPublicKey().toString('base64url'),
      auth: service.auth.toString('base64url'),
    },
  )
  await signIn(ana, server, 'ana')
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
  service?.server.close()
})

/** Hands a push to the service worker as the browser does. */
async function deliver(cdp: CDPSession, registrationId: string, data: string) {
  await cdp.send('ServiceWorker.deliverPushMessage', { origin: `${server.url}/`, registrationId, data })
}

test('a push shows who and what where contents are wanted, and nothing of it where not', async () => {
  const { page } = ana
  await page.goto(`${server.url}/settings/notifications`)
  const here = page.getByLabel('Notify me in this browser when Parlance is closed')
  await here.click()
  await expect.poll(() => here.isChecked()).toBe(true)
  await expect
    .poll(async () => (await post(server, '/push/subscriptions', undefined, me.token, 'GET')).items)
    .toHaveLength(1)
  const cdp = await ana.context.newCDPSession(page)
  let registrationId = ''
  cdp.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
    registrationId = registrations.find(one => !one.isDeleted)?.registrationId ?? registrationId
  })
  await cdp.send('ServiceWorker.enable')
  await expect.poll(() => registrationId).not.toBe('')
  // No tab of the application is open any more: this is a file of the same origin.
  await page.goto(`${server.url}/theme.js`)

  await say(chat, 'Between us')
  await deliver(cdp, registrationId, await service.next())
  expect(await onDesktop(page)).toEqual({ title: 'Parlance', body: 'You have a new message', path: `/c/${chat}` })

  const wishes = { push_enabled: true, push_content: true, sound: true, quiet_hours: null }
  await post(server, '/me/notification-settings', wishes, me.token, 'PUT')
  await say(chat, 'Shall we talk at seven?')
  await deliver(cdp, registrationId, await service.next())
  expect(await onDesktop(page)).toEqual({ title: 'Leo Martin', body: 'Shall we talk at seven?', path: `/c/${chat}` })
  await say(group, 'Who comes?')
  await deliver(cdp, registrationId, await service.next())
  expect(await onDesktop(page)).toEqual({ title: 'Café', body: 'Leo Martin: Who comes?', path: `/c/${group}` })
  await post(server, '/friend-requests', { user_id: me.id }, leo.token)
  await deliver(cdp, registrationId, await service.next())
  expect(await onDesktop(page)).toEqual({
    title: 'Parlance',
    body: 'Leo Martin would like to be your friend',
    path: '/friends',
  })
})

test('an open tab that is not in view tells by desktop and sound, as the switches say', async () => {
  const { page } = ana
  await page.goto(`${server.url}/settings/notifications`)
  await page.getByRole('switch', { name: 'Sound', exact: true }).waitFor()
  const look = (state: 'hidden' | 'visible') =>
    page.evaluate(next => {
      Object.defineProperty(document, 'visibilityState', { value: next, configurable: true })
      document.dispatchEvent(new Event('visibilitychange'))
    }, state)
  const sounds = () => page.evaluate(() => (globalThis as unknown as { sounds: { count: number } }).sounds.count)
  const heard = (text: string) => page.getByRole('link', { name: new RegExp(text) }).waitFor()
  await page.goto(`${server.url}/`)
  await page.locator(`nav a[href="/c/${chat}"]`).waitFor()
  await expect.poll(() => page.evaluate(async () => caches.has('words-1'))).toBe(true)
  await expect
    .poll(async () =>
      (await page.evaluate(() => navigator.locks.query())).held?.some(({ name }) => name === 'parlance-in-view'),
    )
    .toBe(true)

  // Nothing is told of a chat that is in view; of another one, only a sound tells.
  await page.locator(`nav a[href="/c/${chat}"]`).click()
  await page.getByLabel('Message', { exact: true }).waitFor()
  await say(chat, 'While you look')
  await page.getByRole('article').filter({ hasText: 'While you look' }).waitFor()
  expect([await shown(page), await sounds()]).toEqual([[], 0])
  await say(group, 'Beside it')
  await expect.poll(sounds).toBeGreaterThan(0)
  expect(await shown(page)).toEqual([])
  await look('hidden')
  await expect
    .poll(async () =>
      (await page.evaluate(() => navigator.locks.query())).held?.some(({ name }) => name === 'parlance-in-view'),
    )
    .toBe(false)
  await say(chat, 'Are you there?')
  expect(await onDesktop(page)).toEqual({ title: 'Leo Martin', body: 'Are you there?', path: `/c/${chat}` })

  // Without contents and without sound.
  await look('visible')
  await page.goto(`${server.url}/settings/notifications`)
  await page.getByLabel('Show texts in push notifications').uncheck()
  await page.getByRole('switch', { name: 'Sound', exact: true }).uncheck()
  await page.waitForLoadState('networkidle')
  await page.goto(`${server.url}/`)
  await page.locator(`nav a[href="/c/${chat}"]`).waitFor()
  await expect
    .poll(async () =>
      (await page.evaluate(() => navigator.locks.query())).held?.some(({ name }) => name === 'parlance-in-view'),
    )
    .toBe(true)
  await look('hidden')
  await say(chat, 'Psst')
  expect(await onDesktop(page)).toEqual({ title: 'Parlance', body: 'You have a new message', path: `/c/${chat}` })
  expect(await sounds()).toBe(0)

  // A silent chat stays silent: what comes after it in another chat is all there is.
  await post(server, `/chats/${chat}/me`, { muted_until: 'forever' }, me.token, 'PATCH')
  await page.locator(`nav a[href="/c/${chat}"]`).getByLabel('Muted').waitFor()
  await say(chat, 'Hush')
  await heard('Hush')
  await say(group, 'Loud')
  expect((await onDesktop(page)).path).toBe(`/c/${group}`)
  // A file that stands alone has no icon.
  expect(ana.faults.filter(fault => !fault.includes('favicon.ico'))).toEqual([])
})
