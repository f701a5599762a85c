// What a person wants to keep they save, in a chat with themselves: from the menu of a message, and by writing there.
import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { say } from './crowd.ts'
import { type Account, account, launch, type Person, person, post, said, signIn, write } from './person.ts'
import { type Server, startServer } from './server.ts'

let server: Server
let browser: Browser
let ana: Person
let other: Person
let me: Account
let chat: string

beforeAll(async () => {
  server = await startServer()
  browser = await launch()
  me = await account(server, 'ana', 'Ana García')
  const leo = await account(server, 'leo', 'Leo Martin')
  chat = (await post(server, `/chats/direct/${leo.id}`, undefined, me.token, 'PUT')).id
  await say(server, chat, me, 'Hello')
  await post(server, `/chats/${chat}/accept`, undefined, leo.token)
  await say(server, chat, leo, 'A persimmon is a fruit')
  ana = await person(browser)
  other = await person(browser)
  await signIn(ana, server, 'ana')
  await signIn(other, server, 'ana')
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const row = (who: Person) => who.page.getByRole('link', { name: /Saved messages/ })

test('a message is saved with whose it was, and is there on every device', async () => {
  await ana.page.goto(`${server.url}/c/${chat}`)
  await said(ana, 'A persimmon').click({ button: 'right' })
  await ana.page.getByRole('menuitem', { name: 'Save', exact: true }).click()
  await ana.page.getByText('Saved', { exact: true }).waitFor()
  for (const who of [ana, other]) {
    await row(who).click()
    await said(who, 'A persimmon is a fruit').getByText('Forwarded from Leo Martin').waitFor()
  }
  await ana.page.getByRole('heading', { name: 'Saved messages' }).waitFor()
  await expect.poll(() => ana.page.getByText('Only you see them').count()).toBe(1)
})

test('the menu leads there, notes are written there, and none of it is unread', async () => {
  await ana.page.goto(server.url)
  await ana.page.getByRole('button', { name: 'Menu' }).click()
  await ana.page.getByRole('menuitem', { name: 'Saved messages' }).click()
  await write(ana, 'A note to myself')
  await said(ana, 'A note to myself').waitFor()
  await said(other, 'A note to myself').waitFor()
  const { items } = await post(server, '/chats', undefined, me.token, 'GET')
  const saved = items.filter((one: { peer?: { id: string } }) => one.peer?.id === me.id)
  expect(saved.map((one: { unread: number }) => one.unread)).toEqual([0])
  // It is found by its name.
  await ana.page.getByLabel('Search', { exact: true }).first().fill('saved')
  await row(ana).first().waitFor()
  expect([...ana.faults, ...other.faults]).toEqual([])
})
