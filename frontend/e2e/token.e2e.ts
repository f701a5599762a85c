// The proof runs out while somebody writes: nobody notices.
import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { account, launch, person, post, signIn } from './person.ts'
import { type Server, startServer } from './server.ts'

const LIFETIME_S = 60

let server: Server
let browser: Browser

beforeAll(async () => {
  server = await startServer({ PARLANCE_ACCESS_TOKEN_LIFETIME: `${LIFETIME_S}s` })
  browser = await launch()
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

test('a token that runs out while typing is renewed, on the same socket', async () => {
  await account(server, 'ana', 'Ana García')
  const leo = await account(server, 'leo', 'Leo Martin')
  const ana = await person(browser)
  let sockets = 0
  ana.page.on('websocket', () => {
    sockets += 1
  })
  await signIn(ana, server, 'ana')
  const me = await post(server, '/users/by-username/ana', undefined, leo.token, 'GET')
  const chat = await post(server, `/chats/direct/${me.id}`, undefined, leo.token, 'PUT')
  await post(
    server,
    `/chats/${chat.id}/messages`,
    { client_id: crypto.randomUUID(), text: 'Take your time' },
    leo.token,
  )
  await ana.page.goto(`${server.url}/c/${chat.id}`)
  await ana.page.getByRole('button', { name: 'Accept' }).click()
  const before = sockets
  // Real time: the server's clock is nobody's to move from outside.
  const field = ana.page.getByLabel('Message', { exact: true })
  const end = Date.now() + (LIFETIME_S + 35) * 1000
  while (Date.now() < end) {
    await field.pressSequentially('word ')
    await new Promise(resolve => setTimeout(resolve, 2000))
  }
  await ana.page.keyboard.press('Enter')
  await ana.page
    .locator('article:is([data-standing="stored"], [data-standing="delivered"])')
    .filter({ hasText: 'word word' })
    .waitFor()
  expect(sockets).toBe(before)
  expect(ana.faults).toEqual([])
})
