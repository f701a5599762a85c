// Newcomers register and talk, with and without a network.
import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  account,
  launch,
  meet,
  onDisk,
  type Person,
  person,
  post,
  said,
  signIn,
  signUp,
  watch,
  write,
} from './person.ts'
import { type Server, startServer, until } from './server.ts'

let server: Server
let browser: Browser
let ana: Person
let leo: Person

beforeAll(async () => {
  server = await startServer()
  browser = await launch()
  ana = await person(browser)
  leo = await person(browser)
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

test('two newcomers register, find each other and talk both ways', async () => {
  await signUp(ana, server, 'ana', 'Ana García')
  await signUp(leo, server, 'leo', 'Leo Martin')
  await meet(ana, leo)
  await write(leo, '¡Hola, Ana!')
  await said(ana, '¡Hola, Ana!').waitFor()
  await write(ana, 'How are you?')
  await said(leo, 'How are you?').waitFor()
  // Leo looks at it, and Ana is told so.
  await leo.page.bringToFront()
  await leo.page.locator('body').click({ position: { x: 700, y: 300 } })
  await ana.page.locator('article[data-standing="read"]').filter({ hasText: 'How are you?' }).waitFor()
  // It is known after a reload, too, although it is not told again.
  await ana.page.reload()
  await ana.page.locator('article[data-standing="read"]').filter({ hasText: 'How are you?' }).waitFor()
})

test('a message that has come to a device, and is not looked at, is shown as delivered', async () => {
  const chat = leo.page.url()
  await leo.page.goto(`${server.url}/settings`)
  await write(ana, 'Are you there?')
  await ana.page.locator('article[data-standing="delivered"]').filter({ hasText: 'Are you there?' }).waitFor()
  const list = ana.page.getByRole('navigation', { name: 'Chats' })
  await list.getByRole('img', { name: 'delivered' }).waitFor()
  await leo.page.goto(chat)
  await leo.page.locator('body').click({ position: { x: 700, y: 300 } })
  await ana.page.locator('article[data-standing="read"]').filter({ hasText: 'Are you there?' }).waitFor()
  await list.getByRole('img', { name: 'read', exact: true }).waitFor()
})

test('typing is seen by the other, and its end as well', async () => {
  await ana.page.getByLabel('Message', { exact: true }).pressSequentially('Something lo')
  const seen = leo.page.getByRole('main').getByText('typing…')
  const field = ana.page.getByLabel('Message', { exact: true })
  await seen.waitFor()
  // It ends with the field: emptied, sent, or left alone for longer than people pause.
  await field.fill('')
  await seen.waitFor({ state: 'detached', timeout: 3000 })
  await field.pressSequentially('And so')
  await seen.waitFor()
  await ana.page.keyboard.press('Enter')
  await seen.waitFor({ state: 'detached', timeout: 3000 })
  await said(leo, 'And so').waitFor()
  await field.pressSequentially('Well')
  await seen.waitFor()
  await seen.waitFor({ state: 'detached', timeout: 9000 })
  await field.fill('')
})

test('an edit and a deletion are seen by the other', async () => {
  await write(ana, 'A mistke')
  await said(leo, 'A mistke').waitFor()
  await ana.page.getByLabel('Message', { exact: true }).press('ArrowUp')
  await ana.page.getByLabel('Message', { exact: true }).fill('A mistake')
  await ana.page.keyboard.press('Enter')
  await said(leo, 'A mistake').getByText('edited').waitFor()
  await said(ana, 'A mistake').click({ button: 'right' })
  await ana.page.getByRole('menuitem', { name: 'Delete', exact: true }).click()
  await ana.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await said(leo, 'Message deleted').waitFor()
})

test('what is written offline survives a reload and is sent once', async () => {
  // The service worker has the shell by now; it gives the page while there is no network.
  await ana.page.evaluate(async () => {
    await navigator.serviceWorker.ready
  })
  await ana.page.reload()
  await said(ana, 'How are you?').waitFor()
  const before = ana.faults.length
  await ana.context.setOffline(true)
  await ana.page.getByText('You are offline').waitFor()
  await write(ana, 'Written on a train')
  await ana.page.locator('article[data-standing="sending"]').filter({ hasText: 'Written on a train' }).waitFor()
  await expect.poll(() => onDisk(ana, 'outbox')).toBe(1)
  await ana.page.reload()
  await ana.page.locator('article[data-standing="sending"]').filter({ hasText: 'Written on a train' }).waitFor()
  await ana.context.setOffline(false)
  await said(leo, 'Written on a train').waitFor()
  await ana.page
    .locator('article:not([data-standing="sending"], [data-standing="failed"])')
    .filter({ hasText: 'Written on a train' })
    .waitFor()
  expect(await said(leo, 'Written on a train').count()).toBe(1)
  expect(await said(ana, 'Written on a train').count()).toBe(1)
  // A browser without a network says so in its console; nothing else may be there.
  const others = ana.faults
    .splice(before)
    .filter(fault => !/ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_NETWORK_CHANGED/.test(fault))
  expect(others).toEqual([])
})

test('a second tab shares the socket, sends through it, and takes over when the first closes', async () => {
  const second = await leo.context.newPage()
  watch(second, leo.faults)
  await second.goto(leo.page.url())
  await second.getByRole('article').filter({ hasText: 'How are you?' }).waitFor()
  await second.getByLabel('Message', { exact: true }).fill('From the second tab')
  await second.keyboard.press('Enter')
  await said(ana, 'From the second tab').waitFor()
  await said(leo, 'From the second tab').waitFor()
  await leo.page.close()
  await write(ana, 'Still there?')
  await second.getByRole('article').filter({ hasText: 'Still there?' }).waitFor()
  ;(leo as { page: typeof second }).page = second
})

test('a session that is ended elsewhere signs out at once', async () => {
  await account(server, 'mia', 'Mia Kato')
  const one = await person(browser)
  const other = await person(browser)
  await signIn(one, server, 'mia')
  await signIn(other, server, 'mia')
  await other.page.goto(`${server.url}/settings/sessions`)
  await until(async () => (await other.page.getByRole('button', { name: 'End session', exact: true }).count()) > 0)
  await other.page.getByRole('button', { name: 'End all other sessions' }).click()
  await one.page.getByRole('dialog', { name: 'You have been signed out' }).waitFor()
  await one.page.getByRole('button', { name: 'Sign in' }).click()
  await one.page.getByLabel('Username, email or phone').waitFor()
  // Nothing of the session stays in the browser.
  const left = await one.page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const open = indexedDB.open('parlance')
        open.onerror = () => reject(open.error)
        open.onsuccess = () => {
          const all = open.result.transaction(['chats', 'threads', 'users', 'outbox'])
          const count = all.objectStore('users').count()
          count.onsuccess = () => resolve(count.result)
        }
      }),
  )
  expect(left).toBe(0)
  expect([...one.faults, ...other.faults]).toEqual([])
  await one.context.close()
  await other.context.close()
})

test('in a group roles are kept, and a removal is seen live', async () => {
  const kim = await account(server, 'kim', 'Kim Silva')
  const page = ana.page
  await page.goto(`${server.url}/new/group`)
  await page.getByLabel('Group name').fill('Evening café')
  await page.getByLabel('Search people').fill('leo')
  await page.getByLabel(/Leo Martin/).check()
  await page.getByLabel('Search people').fill('kim')
  await page.getByLabel(/Kim Silva/).check()
  await page.getByRole('button', { name: 'Create group' }).click()
  await write(ana, 'Welcome, both')
  await leo.page.getByRole('link', { name: /Evening café/ }).click()
  await said(leo, 'Welcome, both').waitFor()
  const chat = /\/c\/([^/]+)/.exec(page.url())?.[1]
  await post(server, `/chats/${chat}/messages`, { client_id: crypto.randomUUID(), text: 'Thank you' }, kim.token)
  await said(leo, 'Thank you').waitFor()
  // A member has no menu beside the others; the owner has.
  await leo.page.getByRole('main').getByRole('button', { name: 'Chat info' }).click()
  await leo.page.getByRole('complementary').getByText('Kim Silva').waitFor()
  expect(await leo.page.getByRole('button', { name: /More: Kim/ }).count()).toBe(0)
  await page.getByRole('main').getByRole('button', { name: 'Chat info' }).click()
  await page.getByRole('button', { name: /More: Leo/ }).click()
  await page.getByRole('menuitem', { name: 'Make admin' }).click()
  await leo.page.getByRole('button', { name: /More: Kim/ }).waitFor()
  await page.getByRole('button', { name: /More: Leo/ }).click()
  await page.getByRole('menuitem', { name: 'Remove from group' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove from group' }).click()
  await leo.page.getByText('This chat is gone').waitFor()
  await expect.poll(() => leo.page.getByRole('link', { name: /Evening café/ }).count()).toBe(0)
})

test('nothing broke a policy or complained on the way', () => {
  expect([...ana.faults, ...leo.faults]).toEqual([])
})
