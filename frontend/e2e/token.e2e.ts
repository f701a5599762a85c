// The token expires while a person writes, who goes on undisturbed.
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
  const refreshed: string[] = []
  ana.page.on('response', answer => {
    if (!answer.url().endsWith('/auth/refresh') || !answer.ok()) return
    // A page that is left keeps no answers.
    answer.text().then(
      text => refreshed.push(text),
      () => undefined,
    )
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
  await ana.page.getByRole('main').getByRole('button', { name: 'Accept' }).click()
  const before = sockets
  // Real time: the server's clock cannot be moved from outside.
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
  // What a refresh gives lives as long as what the sign-in gave, and the cookie a week from then on.
  const { access_token, expires_in } = JSON.parse(refreshed.at(-1) ?? '{}')
  const claims = JSON.parse(Buffer.from(access_token.split('.')[1], 'base64url').toString())
  expect([expires_in, claims.exp - claims.iat]).toEqual([LIFETIME_S, LIFETIME_S])
  expect(claims.exp * 1000).toBeGreaterThan(Date.now())
  const cookie = (await ana.context.cookies()).find(({ name }) => name.endsWith('parlance_rt'))
  const days = ((cookie?.expires ?? 0) - Date.now() / 1000) / 86_400
  expect(days).toBeGreaterThan(6.99)
  expect(days).toBeLessThan(7.01)
  expect(ana.faults).toEqual([])
})
