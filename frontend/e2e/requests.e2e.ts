// A stranger's first words come to the recipient as a card on top of the list: seen, heard and answered there.
import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Account, account, launch, type Person, person, post, said, signIn, write } from './person.ts'
import { type Server, startServer } from './server.ts'

let server: Server
let browser: Browser
let ana: Person
let leo: Person
let mia: Account
let tom: Account
let recipient: Account

const card = (name: string) => leo.page.getByRole('region', { name: `Message request: ${name}` })
const sounds = () => leo.page.evaluate(() => (globalThis as unknown as { sounds: { count: number } }).sounds.count)
const ask = async (who: Account, text: string) => {
  const chat = await post(server, `/chats/direct/${recipient.id}`, undefined, who.token, 'PUT')
  await post(server, `/chats/${chat.id}/messages`, { client_id: crypto.randomUUID(), text }, who.token)
}

beforeAll(async () => {
  server = await startServer()
  browser = await launch()
  await account(server, 'ana', 'Ana García')
  recipient = await account(server, 'leo', 'Leo Martin')
  mia = await account(server, 'mia', 'Mia Rossi')
  tom = await account(server, 'tom', 'Tom Brown')
  ana = await person(browser)
  leo = await person(browser)
  await leo.context.addInitScript(() => {
    const sounds = { count: 0 }
    Object.assign(globalThis, { sounds })
    const start = OscillatorNode.prototype.start
    OscillatorNode.prototype.start = function (at) {
      sounds.count += 1
      return start.call(this, at)
    }
  })
  await signIn(ana, server, 'ana')
  await signIn(leo, server, 'leo')
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

test('the recipient sees who asks, in which words, and hears it', async () => {
  await leo.page.getByText('No chats yet').waitFor()
  // What tells of arrivals has loaded.
  await expect.poll(() => leo.page.evaluate(async () => caches.has('words-1'))).toBe(true)
  await ana.page.getByRole('link', { name: 'New chat' }).click()
  await ana.page.getByLabel('Search people').fill('leo')
  await ana.page.getByRole('button', { name: /Leo Martin/ }).click()
  await write(ana, 'Hello Leo, shall we practice?')
  const request = card('Ana García')
  await request.getByText('Hello Leo, shall we practice?').waitFor()
  await request.getByRole('img', { name: 'speaks Spanish, learns English B1' }).waitFor()
  await request.getByText(/@ana · Spain/).waitFor()
  expect(await leo.page.getByText('No chats yet').count()).toBe(0)
  await leo.page.getByRole('button', { name: 'Requests 1' }).waitFor()
  await expect.poll(() => leo.page.title()).toMatch(/^\(1\)/)
  await expect.poll(sounds).toBeGreaterThan(0)
  // Nothing of it is cut off.
  const [list, box] = [leo.page.locator('[data-region="list"]'), request]
  const [outer, inner] = [await list.boundingBox(), await box.boundingBox()]
  expect(inner?.x).toBeGreaterThanOrEqual(outer?.x ?? 0)
  expect((inner?.x ?? 0) + (inner?.width ?? 0)).toBeLessThanOrEqual((outer?.x ?? 0) + (outer?.width ?? 0))
  expect(await request.evaluate(element => element.scrollWidth - element.clientWidth)).toBe(0)
})

test('an accepted one becomes a row that has the focus, and both can write', async () => {
  await card('Ana García').getByRole('button', { name: 'Accept' }).click()
  await card('Ana García').waitFor({ state: 'detached' })
  const row = leo.page.getByRole('link', { name: /Ana García/ })
  await row.getByRole('img', { name: 'speaks Spanish, learns English B1' }).waitFor()
  await expect.poll(() => row.evaluate(element => element === document.activeElement)).toBe(true)
  await leo.page.keyboard.press('Enter')
  // Beside the name stand the languages.
  await leo.page.getByRole('main').getByRole('img', { name: 'speaks Spanish, learns English B1' }).waitFor()
  await write(leo, 'Gladly, Ana')
  await said(ana, 'Gladly, Ana').waitFor()
  await write(ana, 'Tomorrow?')
  await said(leo, 'Tomorrow?').waitFor()
})

test('of two the newest lies on top, and a declined one makes room for the next', async () => {
  await ask(mia, 'Ciao Leo')
  await ask(tom, 'Hey Leo')
  await card('Tom Brown').getByText('1 of 2').waitFor()
  expect(await card('Mia Rossi').count()).toBe(0)
  // Each of them has a card of its own where requests are asked for.
  await leo.page.getByRole('button', { name: 'Requests 2' }).click()
  await card('Mia Rossi').getByText('Ciao Leo').waitFor()
  await card('Tom Brown').getByRole('button', { name: 'Decline' }).click()
  await card('Tom Brown').waitFor({ state: 'detached' })
  await leo.page.getByRole('button', { name: 'All' }).click()
  await card('Mia Rossi').waitFor()
  await expect.poll(() => leo.page.getByRole('link', { name: /Tom Brown/ }).count()).toBe(0)
  // The card opens the chat, where the same answers wait.
  await card('Mia Rossi').getByRole('link').click()
  await leo.page.getByRole('main').getByRole('button', { name: 'Decline' }).click()
  await card('Mia Rossi').waitFor({ state: 'detached' })
  expect([...ana.faults, ...leo.faults]).toEqual([])
})

test('without sound a request is only seen', async () => {
  await leo.page.goto(`${server.url}/settings/notifications`)
  await leo.page.getByRole('switch', { name: 'Sound', exact: true }).uncheck()
  await leo.page.waitForLoadState('networkidle')
  await leo.page.goto(server.url)
  await expect.poll(() => leo.page.evaluate(async () => caches.has('words-1'))).toBe(true)
  await leo.page.getByRole('link', { name: /Ana García/ }).waitFor()
  const kim = await account(server, 'kim', 'Kim Silva')
  await ask(kim, 'Hello from Kim')
  await card('Kim Silva').waitFor()
  await leo.page.waitForTimeout(500)
  expect(await sounds()).toBe(0)
})
