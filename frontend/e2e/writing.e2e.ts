// A person writes here: drafts on all their devices, and names of people.
import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Account, account, launch, type Person, person, post, signIn } from './person.ts'
import { type Server, startServer } from './server.ts'

let server: Server
let browser: Browser
let desk: Person
let phone: Person
let me: Account
let leo: Account
let group: string
let other: string

/** Drafts are told two seconds after the last letter. */
const SOON = { timeout: 20_000 }

const field = (of: Person) => of.page.getByRole('textbox', { name: 'Message' })
const open = async (of: Person, chat: string) => {
  await of.page.goto(`${server.url}/c/${chat}`)
  await field(of).waitFor()
}

beforeAll(async () => {
  server = await startServer()
  browser = await launch()
  me = await account(server, 'ana', 'Ana García')
  leo = await account(server, 'leo', 'Leo Martin')
  const lena = await account(server, 'lena', 'Lena Öztürk')
  for (const friend of [leo, lena]) {
    await post(server, '/friend-requests', { user_id: friend.id }, me.token)
    await post(server, '/friend-requests', { user_id: me.id }, friend.token)
  }
  const made = async (title: string) =>
    (await post(server, '/chats', { title, member_ids: [leo.id, lena.id] }, me.token)).id
  group = await made('Spanish on Mondays')
  other = await made('Cooking')
  desk = await person(browser)
  phone = await person(browser, { viewport: { width: 390, height: 844 } })
  await signIn(desk, server, 'ana')
  await signIn(phone, server, 'ana')
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

test('row 57: what one has begun to write is on the other device, and follows what is written there', async () => {
  await open(desk, group)
  await field(desk).fill('Shall we meet on')
  await phone.page.goto(server.url)
  await phone.page
    .getByRole('link', { name: /Spanish on Mondays/ })
    .getByText('Shall we meet on')
    .waitFor()
  await open(phone, group)
  await expect.poll(() => field(phone).inputValue(), SOON).toBe('Shall we meet on')
  await field(phone).fill('Shall we meet on Friday?')
  await expect.poll(() => field(desk).inputValue(), SOON).toBe('Shall we meet on Friday?')
  await field(phone).press('Control+Enter')
  await desk.page.getByRole('article').filter({ hasText: 'Shall we meet on Friday?' }).waitFor()
  await expect.poll(() => field(desk).inputValue(), SOON).toBe('')
})

test('a draft that could not be told is kept, and told with the next connection', async () => {
  await open(desk, group)
  await desk.context.setOffline(true)
  await field(desk).fill('Written without a network')
  await desk.page.waitForTimeout(3000)
  await desk.context.setOffline(false)
  await expect
    .poll(async () => (await post(server, `/chats/${group}`, undefined, me.token, 'GET')).me.draft, SOON)
    .toBe('Written without a network')
  await field(desk).fill('')
  await expect
    .poll(async () => (await post(server, `/chats/${group}`, undefined, me.token, 'GET')).me.draft, SOON)
    .toBe(null)
})

test('row 57: each chat keeps its place, its draft and its mark of what is unread', async () => {
  // A person who looks at the chat has read it.
  for (const device of [desk, phone]) await device.page.goto(`${server.url}/settings`)
  for (let n = 1; n <= 80; n += 1)
    await post(server, `/chats/${group}/messages`, { client_id: crypto.randomUUID(), text: `Line ${n}` }, leo.token)
  await post(server, `/chats/${group}/read`, { seq: 40 }, me.token, 'PUT')
  await open(desk, group)
  const marker = desk.page.getByText(/^\d+ new messages?$/)
  await marker.waitFor()
  await field(desk).fill('half a')
  const feed = desk.page.getByRole('feed')
  await feed.hover()
  await desk.page.mouse.wheel(0, -900)
  await desk.page.waitForTimeout(400)
  const place = () =>
    feed.evaluate(element => {
      const top = element.getBoundingClientRect().top
      const first = [...element.querySelectorAll('article')].find(row => row.getBoundingClientRect().bottom > top + 1)
      return [first?.getAttribute('data-seq'), Math.round((first?.getBoundingClientRect().top ?? 0) - top)]
    })
  const before = await place()
  await desk.page.getByRole('link', { name: /Cooking/ }).click()
  await desk.page.getByRole('heading', { name: 'Cooking' }).waitFor()
  await field(desk).fill('something else')
  await desk.page.getByRole('link', { name: /Spanish on Mondays/ }).click()
  await desk.page.getByRole('heading', { name: 'Spanish on Mondays' }).waitFor()
  await expect.poll(place).toEqual(before)
  expect(await field(desk).inputValue()).toBe('half a')
  expect(other).not.toBe(group)
})

test('after @ people are offered, chosen with the keys, and told', async () => {
  await open(desk, group)
  await field(desk).fill('')
  await field(desk).pressSequentially('Hola @le')
  const list = desk.page.getByRole('listbox', { name: 'People to mention' })
  await list.waitFor()
  await expect.poll(() => list.getByRole('option').count(), SOON).toBe(2)
  await field(desk).press('ArrowDown')
  await field(desk).press('ArrowUp')
  await expect.poll(() => list.getByRole('option', { selected: true }).textContent()).toContain('Leo Martin')
  await field(desk).press('Escape')
  await list.waitFor({ state: 'detached' })
  for (const _ of '@le') await field(desk).press('Backspace')
  await field(desk).pressSequentially('@ozt')
  await list.getByRole('option', { name: /Lena/ }).waitFor()
  await field(desk).press('Enter')
  await expect.poll(() => field(desk).inputValue()).toBe('Hola @lena ')
  await field(desk).pressSequentially('y @al')
  await list.getByRole('option', { name: /Everyone/ }).click()
  await expect.poll(() => field(desk).inputValue()).toBe('Hola @lena y @all ')
  await field(desk).press('Enter')
  await desk.page.getByRole('article').filter({ hasText: 'Hola @lena y @all' }).waitFor()
  await expect
    .poll(async () => (await post(server, `/chats/${group}`, undefined, leo.token, 'GET')).mentions, SOON)
    .toBe(1)
  expect(
    desk.faults.filter(fault => !/ERR_INTERNET_DISCONNECTED|WebSocket|ERR_FAILED .*[/]assets[/]/.test(fault)),
  ).toEqual([])
})
