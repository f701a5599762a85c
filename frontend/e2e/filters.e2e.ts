// The search of a chat is narrowed by chips, goes from hit to hit with a counter, and Escape leads back.
import axe from 'axe-core'
import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { say } from './crowd.ts'
import { type Account, account, launch, type Person, person, post, said, signIn } from './person.ts'
import { type Server, startServer } from './server.ts'

const MANY = 45

let server: Server
let browser: Browser
let ana: Person
let me: Account
let leo: Account
let chat: string

const search = () => ana.page.getByRole('search')
const field = () => search().getByRole('searchbox')
const hits = () => search().getByRole('list', { name: 'List of hits' }).getByRole('link')
const chip = (name: string | RegExp) => search().getByRole('button', { name, exact: typeof name === 'string' })
const place = (text: string) => search().getByRole('status').getByText(text, { exact: true }).waitFor()
const flashed = (text: string) => ana.page.locator('article[data-flash]').filter({ hasText: text }).waitFor()

async function open() {
  await ana.page.goto(`${server.url}/c/${chat}`)
  await said(ana, `apple ${MANY}`).waitFor()
  await ana.page.keyboard.press('Control+f')
  await expect.poll(() => field().evaluate(e => e === document.activeElement)).toBe(true)
}

beforeAll(async () => {
  server = await startServer()
  browser = await launch()
  me = await account(server, 'ana', 'Ana García')
  leo = await account(server, 'leo', 'Leo Martin')
  chat = (await post(server, '/chats', { title: 'Orchard', member_ids: [leo.id] }, me.token)).id
  for (let n = 1; n <= MANY; n += 1) {
    const link = n % 15 === 0 ? ' https://example.org/apple' : ''
    const pear = n % 9 === 0 ? ' and a pear' : ''
    await say(server, chat, n % 3 === 0 ? me : leo, `apple ${n}${link}${pear}`)
  }
  await post(server, `/chats/${chat}/read`, { seq: MANY + 1 }, me.token, 'PUT')
  ana = await person(browser)
  await signIn(ana, server, 'ana')
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

test('hits are counted, and buttons and Enter go from one to the next in the messages', async () => {
  await open()
  await field().fill('pear')
  await place('5 hits')
  await chip('Older hit').click()
  await flashed('apple 45')
  await place('1 of 5')
  expect(await hits().count()).toBe(0)
  // The focus is where it was, though the view began anew.
  await expect.poll(() => ana.page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Older hit')
  await ana.page.keyboard.press('Enter')
  await place('2 of 5')
  await flashed('apple 36')
  await field().focus()
  await ana.page.keyboard.press('Enter')
  await place('3 of 5')
  await flashed('apple 27')
  await expect.poll(() => field().evaluate(e => e === document.activeElement)).toBe(true)
  await ana.page.keyboard.press('Shift+Enter')
  await place('2 of 5')
  await flashed('apple 36')
  // The list comes back when it is asked for.
  await chip('List of hits').click()
  await hits().first().waitFor()
  expect(await hits().count()).toBe(5)
})

test('beyond the hits that are loaded the next ones are asked for', async () => {
  await open()
  await field().fill('apple')
  await hits().nth(19).waitFor()
  await hits().nth(19).click()
  await place('20 of more than 20')
  await chip('Older hit').click()
  await place('21 of more than 40')
  await flashed('apple 25')
})

test('a person, a link and words together, and each chip takes its condition away again', async () => {
  await open()
  await field().fill('apple')
  await hits().first().waitFor()
  await chip('Has a link').click()
  await place('3 hits')
  await chip('From…').click()
  await ana.page.getByRole('menuitem', { name: 'Leo Martin' }).click()
  await search().getByText('No messages found').waitFor()
  await chip('Remove: From Leo Martin').click()
  await place('3 hits')
  await chip('From…').click()
  await ana.page.getByRole('menuitem', { name: 'You' }).click()
  await place('3 hits')
  await chip('Remove: Has a link').click()
  await place('15 hits')
})

test('a condition stands alone, without words', async () => {
  await open()
  await chip('Has a link').click()
  await place('3 hits')
  await field().fill('pear')
  await place('1 hit')
})

test('days are chosen in a calendar', async () => {
  await open()
  await field().fill('pear')
  await place('5 hits')
  await chip('Before…').click()
  const dialog = ana.page.getByRole('dialog', { name: 'Before…' })
  await dialog.getByRole('grid').locator('[aria-current=date]').click()
  await dialog.waitFor({ state: 'detached' })
  // Everything was said today.
  await search().getByText('No messages found').waitFor()
  await chip(/^Remove: Before/).click()
  await place('5 hits')
  await chip('After…').click()
  await ana.page.getByRole('grid').locator('[aria-current=date]').click()
  await place('5 hits')
  await chip(/^Remove: From .* on$/).waitFor()
})

test('Escape closes the search and leads back to its button, with conditions forgotten', async () => {
  await open()
  await chip('Has a link').click()
  await field().focus()
  await ana.page.keyboard.press('Escape')
  await search().waitFor({ state: 'detached' })
  await expect.poll(() => ana.page.evaluate(() => document.activeElement?.hasAttribute('data-find'))).toBe(true)
  expect(new URL(ana.page.url()).pathname).toBe(`/c/${chat}`)
  await ana.page.keyboard.press('Enter')
  await chip('Has a link').waitFor()
})

test('it can be heard, and nothing went wrong in the console', async () => {
  await open()
  await field().fill('pear')
  await hits().first().waitFor()
  await ana.page.evaluate(axe.source)
  const found = await ana.page.evaluate(async () => {
    // biome-ignore lint/suspicious/noExplicitAny: the library puts itself on the window
    const { violations } = await (globalThis as any).axe.run('search')
    return violations.map((one: { id: string; nodes: { html: string }[] }) => `${one.id}: ${one.nodes[0]?.html}`)
  })
  expect(found).toEqual([])
  expect(ana.faults).toEqual([])
})
