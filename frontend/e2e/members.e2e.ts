// In a group one sees who is online and what each role may do, and waits in slow mode.
import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { say } from './crowd.ts'
import { type Account, account, launch, type Person, person, post, said, signIn, write } from './person.ts'
import { type Server, startServer } from './server.ts'

let server: Server
let browser: Browser
let ana: Person
let leo: Person
let me: Account
let leos: Account
let kim: Account
let chat: string

const panel = () => ana.page.getByRole('complementary')

beforeAll(async () => {
  server = await startServer()
  browser = await launch()
  me = await account(server, 'ana', 'Ana García')
  leos = await account(server, 'leo', 'Leo Martin')
  kim = await account(server, 'kim', 'Kim Silva')
  chat = (await post(server, '/chats', { title: 'Book club', member_ids: [leos.id, kim.id] }, me.token)).id
  await say(server, chat, me, 'Welcome')
  ana = await person(browser)
  leo = await person(browser)
  await signIn(ana, server, 'ana')
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

test('who is online is counted and comes first, and follows those who come', async () => {
  await ana.page.goto(`${server.url}/c/${chat}/info`)
  await panel().getByText('3 members · 1 online').waitFor()
  await signIn(leo, server, 'leo')
  await panel().getByText('3 members · 2 online').waitFor()
  const names = () =>
    panel()
      .getByRole('listitem')
      .evaluateAll(all => all.map(one => /Ana|Leo|Kim/.exec(one.textContent ?? '')?.[0]))
  await expect.poll(async () => (await names()).at(-1)).toBe('Kim')
  await leo.page.goto('about:blank')
  await panel().getByText('3 members · 1 online').waitFor({ timeout: 60_000 })
})

test('the roles are told in words', async () => {
  await panel().getByRole('button', { name: 'What each role may do' }).click()
  const dialog = ana.page.getByRole('dialog', { name: 'What each role may do' })
  await dialog.getByText(/change roles, hand the group over, delete it/).waitFor()
  await dialog.getByText(/Does not wait in slow mode/).waitFor()
  await dialog.getByRole('button', { name: 'Close' }).click()
  await dialog.waitFor({ state: 'detached' })
})

test('an invite is made with its conditions in view', async () => {
  await panel().getByRole('button', { name: 'Invites and bans' }).click()
  const dialog = ana.page.getByRole('dialog', { name: 'Invites and bans' })
  await dialog.getByRole('radio', { name: '7 days' }).check()
  await dialog.getByRole('radio', { name: '10', exact: true }).check()
  await dialog.getByRole('button', { name: 'Create invite link' }).click()
  const invites = async () => (await post(server, `/chats/${chat}/invites`, undefined, me.token, 'GET')).items
  await expect.poll(async () => (await invites()).length).toBe(1)
  const [{ expires_at, uses_left, uses }] = await invites()
  expect(Math.round((Date.parse(expires_at) - Date.now()) / 86_400_000)).toBe(7)
  expect(uses_left ?? uses).toBe(10)
  await dialog.getByRole('button', { name: 'Close' }).click()
})

test('in slow mode a countdown takes the place of the field, and the field comes back by itself', async () => {
  await post(server, `/chats/${chat}`, { slow_mode: 10 }, me.token, 'PATCH')
  await signIn(leo, server, 'leo')
  await leo.page.locator(`nav a[href="/c/${chat}"]`).click()
  await said(leo, 'Welcome').waitFor()
  await write(leo, 'My first word')
  const timer = leo.page.getByRole('timer')
  await timer.getByText(/you can write again in \d+ seconds?/).waitFor()
  const field = leo.page.getByRole('textbox', { name: 'Message' })
  expect(await field.count()).toBe(0)
  await field.waitFor()
  await write(leo, 'My second word')
  await said(leo, 'My second word').waitFor()
  // Those who run the group need not wait.
  await ana.page.goto(`${server.url}/c/${chat}`)
  await write(ana, 'One')
  await said(ana, 'One').waitFor()
  expect(await ana.page.getByRole('timer').count()).toBe(0)
  await write(ana, 'Two')
  await said(ana, 'Two').waitFor()
  expect([...ana.faults, ...leo.faults]).toEqual([])
})
