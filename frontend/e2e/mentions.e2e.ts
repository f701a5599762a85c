// A chat leads to where one is mentioned and to what others said of one's messages: a sign in the list, a button in the
// thread, on every device, until it was seen.
import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { say } from './crowd.ts'
import { type Account, account, launch, type Person, person, post, said, signIn } from './person.ts'
import { type Server, startServer } from './server.ts'

let server: Server
let browser: Browser
let ana: Person
let other: Person
let me: Account
let leo: Account
let chat: string
let mine: number

beforeAll(async () => {
  server = await startServer()
  browser = await launch()
  me = await account(server, 'ana', 'Ana García')
  leo = await account(server, 'leo', 'Leo Martin')
  chat = (await post(server, '/chats', { title: 'Book club', member_ids: [me.id] }, leo.token)).id
  mine = (await say(server, chat, me, 'What I wrote long ago')).seq
  for (let n = 1; n <= 40; n += 1) await say(server, chat, leo, `Line ${n}, of a few words`)
  const { seq } = await post(server, `/chats/${chat}`, undefined, me.token, 'GET')
  await post(server, `/chats/${chat}/read`, { seq }, me.token, 'PUT')
  ana = await person(browser)
  other = await person(browser)
  await signIn(ana, server, 'ana')
  await signIn(other, server, 'ana')
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const row = (who: Person) => who.page.getByRole('link', { name: /Book club/ })
const sign = (who: Person, name: string) => row(who).getByRole('img', { name })
const button = (who: Person, name: RegExp) => who.page.getByRole('button', { name })

test('a mention stands in the list, and a button leads to one after the other', async () => {
  // The chat opens at the first of what is unread, which is read then.
  for (let n = 1; n <= 30; n += 1) await say(server, chat, leo, `Before ${n}, of a few words`)
  await say(server, chat, leo, '@ana, have a look at this')
  for (let n = 1; n <= 30; n += 1) await say(server, chat, leo, `Between ${n}, of a few words`)
  await say(server, chat, leo, '@all, and at this')
  for (let n = 1; n <= 30; n += 1) await say(server, chat, leo, `After ${n}, of a few words`)
  for (const who of [ana, other]) await sign(who, 'You are mentioned').waitFor()
  await row(ana).click()
  await button(ana, /^To the next of 2 messages that mention/).click()
  await ana.page.getByRole('article').filter({ hasText: '@ana, have' }).waitFor()
  await button(ana, /^To the message that mentions you$/).click()
  await said(ana, '@all, and at').waitFor()
  await button(ana, /that mention/).waitFor({ state: 'detached' })
  // What was read here is read on the other device.
  for (const who of [ana, other]) await sign(who, 'You are mentioned').waitFor({ state: 'detached' })
})

test('a reaction to what I wrote leads there from every device, and is seen on all of them', async () => {
  await button(ana, /newest message|where you were/)
    .first()
    .click()
  await post(
    server,
    `/chats/${chat}/messages/${mine}/reactions/${encodeURIComponent('🦊')}`,
    undefined,
    leo.token,
    'PUT',
  )
  for (const who of [ana, other]) await sign(who, 'New reactions').waitFor()
  // It is still there after a reload.
  await other.page.reload()
  await sign(other, 'New reactions').waitFor()
  await ana.page.bringToFront()
  await button(ana, /^To the new reaction$/).click()
  await said(ana, 'What I wrote long ago').waitFor()
  await button(ana, /new reaction/).waitFor({ state: 'detached' })
  for (const who of [ana, other]) await sign(who, 'New reactions').waitFor({ state: 'detached' })
  await expect
    .poll(async () => (await post(server, `/chats/${chat}`, undefined, me.token, 'GET')).reacted_to)
    .toEqual([])
  expect([...ana.faults, ...other.faults]).toEqual([])
})
