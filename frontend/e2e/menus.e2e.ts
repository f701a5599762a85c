// The menu of a chat opens by the right button, a finger that rests, the menu key and from the head of the chat; what it
// does can be taken back, or is asked about first.
import axe from 'axe-core'
import type { Browser, Locator } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { say } from './crowd.ts'
import { type Account, account, launch, type Person, person, post, signIn } from './person.ts'
import { type Server, startServer } from './server.ts'

let server: Server
let browser: Browser
let ana: Person
let me: Account
let leo: Account
let direct: string

const list = () => ana.page.getByRole('navigation', { name: 'Chats' })
const row = (name: RegExp) => list().getByRole('link', { name })
const leos = () => list().locator(`a[href="/c/${direct}"]`)
const menu = () => ana.page.getByRole('menu')
const item = (name: string) => ana.page.getByRole('menuitem', { name, exact: true })
const undo = () => ana.page.getByRole('button', { name: 'Undo' })
const choose = async (which: RegExp | Locator, ...items: string[]) => {
  await (which instanceof RegExp ? row(which) : which).click({ button: 'right' })
  for (const one of items) await item(one).click()
}

beforeAll(async () => {
  server = await startServer()
  browser = await launch()
  me = await account(server, 'ana', 'Ana García')
  leo = await account(server, 'leo', 'Leo Martin')
  await post(server, '/friend-requests', { user_id: leo.id }, me.token)
  await post(server, '/friend-requests', { user_id: me.id }, leo.token)
  direct = (await post(server, `/chats/direct/${leo.id}`, undefined, me.token, 'PUT')).id
  await say(server, direct, leo, 'Hello Ana')
  for (const [who, title] of [
    [me, 'My group'],
    [leo, 'Group of Leo'],
  ] as const) {
    const other = who === me ? leo : me
    const { id } = await post(server, '/chats', { title, member_ids: [other.id] }, who.token)
    await say(server, id, leo, `In ${title}`)
  }
  ana = await person(browser)
  await signIn(ana, server, 'ana')
  await row(/My group/).waitFor()
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

test('muting says until when, and is taken back from the toast', async () => {
  await choose(/My group/, 'Mute…', 'For 8 hours')
  await row(/My group.*Muted/).waitFor()
  await ana.page.getByText(/The chat is muted until/).waitFor()
  await undo().click()
  await row(/My group.*Muted/).waitFor({ state: 'detached' })
  await undo().waitFor({ state: 'detached' })
})

test('an archived chat is out of the list, and in it again at once', async () => {
  await choose(/My group/, 'Archive')
  await list().getByRole('button', { name: 'Archived' }).waitFor()
  await undo().click()
  await row(/My group/).waitFor()
})

test('the key and the head of the chat open the same menu', async () => {
  await leos().focus()
  await ana.page.keyboard.press('Shift+F10')
  await menu().waitFor()
  await expect.poll(() => ana.page.evaluate(() => document.activeElement?.textContent)).toBe('Open in new tab')
  await ana.page.keyboard.press('Escape')
  await menu().waitFor({ state: 'detached' })
  await expect.poll(() => leos().evaluate(e => e === document.activeElement)).toBe(true)
  await ana.page.keyboard.press('Enter')
  await ana.page.getByRole('heading', { name: 'Leo Martin' }).waitFor()
  await ana.page.getByRole('main').getByRole('button', { name: 'Chat actions' }).click()
  await item('Search in this chat').click()
  await ana.page.getByRole('search').getByRole('searchbox').waitFor()
  await ana.page.keyboard.press('Escape')
})

test('a person is blocked after a question, which can be taken back', async () => {
  await choose(leos(), 'Block')
  const asked = ana.page.getByRole('dialog', { name: 'Block Leo Martin?' })
  await asked.getByRole('button', { name: 'Cancel' }).click()
  await asked.waitFor({ state: 'detached' })
  const blocked = async () => (await post(server, '/me/blocks', undefined, me.token, 'GET')).items.length
  expect(await blocked()).toBe(0)
  await choose(leos(), 'Block')
  await asked.getByRole('button', { name: 'Block' }).click()
  await expect.poll(blocked).toBe(1)
  await undo().click()
  await expect.poll(blocked).toBe(0)
  await choose(leos(), 'Block')
  await asked.getByRole('button', { name: 'Block' }).click()
  await expect.poll(blocked).toBe(1)
  await choose(leos(), 'Unblock')
  await expect.poll(blocked).toBe(0)
})

test('a group is left, or deleted by its owner, after a question in words', async () => {
  await choose(/Group of Leo/, 'Leave group')
  const leave = ana.page.getByRole('dialog', { name: 'Leave “Group of Leo”?' })
  await leave.getByText('You get no more messages of this group.').waitFor()
  await leave.getByRole('button', { name: 'Cancel' }).click()
  await leave.waitFor({ state: 'detached' })
  await row(/Group of Leo/).waitFor()
  await choose(/Group of Leo/, 'Leave group')
  await leave.getByRole('button', { name: 'Leave group' }).click()
  await row(/Group of Leo/).waitFor({ state: 'detached' })
  // An owner who opened the group stands in the list of chats afterwards.
  await row(/My group/).click()
  await ana.page.getByRole('heading', { name: 'My group' }).waitFor()
  await ana.page.getByRole('main').getByRole('button', { name: 'Chat actions' }).click()
  await item('Delete group').click()
  const remove = ana.page.getByRole('dialog', { name: 'Delete “My group”?' })
  await remove.getByRole('button', { name: 'Delete group' }).click()
  await row(/My group/).waitFor({ state: 'detached' })
  await expect.poll(() => new URL(ana.page.url()).pathname).toBe('/')
})

test('a finger that rests on a row opens the menu', async () => {
  const phone = await person(browser, { viewport: { width: 390, height: 844 }, hasTouch: true })
  await signIn(phone, server, 'ana')
  const target = phone.page.locator(`nav a[href="/c/${direct}"]`)
  await target.waitFor()
  const box = await target.boundingBox()
  const touch = await phone.context.newCDPSession(phone.page)
  const at = { x: (box?.x ?? 0) + 100, y: (box?.y ?? 0) + 30 }
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [at] })
  await phone.page.getByRole('menu').waitFor()
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
  await phone.page.getByRole('menuitem', { name: 'Pin' }).click()
  await expect
    .poll(async () => (await post(server, `/chats/${direct}`, undefined, me.token, 'GET')).me.pinned)
    .toBe(true)
  expect(phone.faults).toEqual([])
  await phone.context.close()
})

test('it can be heard, and nothing went wrong in the console', async () => {
  await leos().click({ button: 'right' })
  await menu().waitFor()
  await ana.page.evaluate(axe.source)
  const found = await ana.page.evaluate(async () => {
    // biome-ignore lint/suspicious/noExplicitAny: the library puts itself on the window
    const { violations } = await (globalThis as any).axe.run('[role=menu]')
    return violations.map((one: { id: string; nodes: { html: string }[] }) => `${one.id}: ${one.nodes[0]?.html}`)
  })
  expect(found).toEqual([])
  expect(ana.faults).toEqual([])
})
