// The keyboard goes from the search down the list, into a message and its reactions, and along the emoji of a menu.
import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { say } from './crowd.ts'
import { type Account, account, launch, type Person, person, post, said, signIn } from './person.ts'
import { type Server, startServer } from './server.ts'

let server: Server
let browser: Browser
let ana: Person
let me: Account
let leo: Account
let chat: string

const active = () => ana.page.evaluate(() => document.activeElement?.textContent ?? '')
const press = (key: string) => ana.page.keyboard.press(key)

beforeAll(async () => {
  server = await startServer()
  browser = await launch()
  me = await account(server, 'ana', 'Ana García')
  leo = await account(server, 'leo', 'Leo Martin')
  await post(server, '/friend-requests', { user_id: leo.id }, me.token)
  await post(server, '/friend-requests', { user_id: me.id }, leo.token)
  for (const title of ['Kitchen', 'Library', 'Kiosk']) {
    chat = (await post(server, '/chats', { title, member_ids: [leo.id] }, me.token)).id
    await say(server, chat, leo, `In the ${title}`)
  }
  const { seq } = await say(server, chat, leo, 'Look at https://example.org')
  for (const emoji of ['👍', '🎉'])
    await post(
      server,
      `/chats/${chat}/messages/${seq}/reactions/${encodeURIComponent(emoji)}`,
      undefined,
      leo.token,
      'PUT',
    )
  ana = await person(browser)
  await signIn(ana, server, 'ana')
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

test('arrows go from the search field through what it finds, and Enter opens it', async () => {
  await ana.page.getByRole('link', { name: /Library/ }).waitFor()
  await press('Control+Shift+f')
  await press('ArrowDown')
  await expect.poll(active).toMatch(/Kiosk/)
  await press('ArrowDown')
  await expect.poll(active).toMatch(/Library/)
  await press('ArrowUp')
  await press('ArrowUp')
  await expect.poll(() => ana.page.evaluate(() => document.activeElement?.matches('[data-search]'))).toBe(true)
  await ana.page.keyboard.type('ki')
  await ana.page.getByRole('heading', { name: 'Chats', level: 2 }).waitFor()
  await press('ArrowDown')
  await press('End')
  await press('Home')
  await press('ArrowDown')
  await expect.poll(active).toMatch(/Kitchen/)
  await press('Enter')
  await ana.page.getByRole('heading', { name: 'Kitchen' }).waitFor()
  await ana.page.getByRole('searchbox', { name: 'Search' }).fill('')
})

test('sideways arrows go through the links and reactions of a message, and Escape back to it', async () => {
  await ana.page.goto(`${server.url}/c/${chat}`)
  const message = said(ana, 'Look at')
  await message.focus()
  const seen: string[] = []
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowLeft']) {
    await press(key)
    seen.push((await active()).trim())
  }
  expect(seen).toEqual(['https://example.org', '👍 1', '🎉 1', '👍 1'])
  await press('Enter')
  await message.getByRole('button', { name: '👍, 2', pressed: true }).waitFor()
  await press('Escape')
  await expect.poll(() => message.evaluate(e => e === document.activeElement)).toBe(true)
  expect(new URL(ana.page.url()).pathname).toBe(`/c/${chat}`)
  // In its menu the emoji are one line.
  await press('Enter')
  await ana.page.getByRole('menu').waitFor()
  await press('ArrowRight')
  await press('Enter')
  await message.getByRole('button', { name: '❤️, 1', pressed: true }).waitFor()
})

test('the emoji of the composer are a grid that can be heard, and several are picked by keys', async () => {
  await ana.page.getByRole('button', { name: 'Emoji' }).click()
  const picker = ana.page.locator('[popover]:popover-open')
  await picker.getByRole('gridcell').first().waitFor()
  const rows = await picker
    .locator('[aria-rowindex]')
    .evaluateAll(all => all.map(row => Number(row.getAttribute('aria-rowindex'))))
  expect(Math.min(...rows)).toBe(1)
  for (const key of ['ArrowDown', 'Enter', 'ArrowRight', 'Enter']) await press(key)
  const field = ana.page.getByRole('textbox', { name: 'Message' })
  await expect.poll(async () => [...new Intl.Segmenter().segment(await field.inputValue())].length).toBe(2)
  await press('Escape')
  await picker.waitFor({ state: 'detached' })
  await expect.poll(() => field.evaluate(e => e === document.activeElement)).toBe(true)
  expect(ana.faults).toEqual([])
})

test('before anything was said the chat says nothing of an answer, and afterwards once', async () => {
  const mia = await account(server, 'mia', 'Mia Kato')
  const { id } = await post(server, `/chats/direct/${mia.id}`, undefined, me.token, 'PUT')
  await ana.page.goto(`${server.url}/c/${id}`)
  const field = ana.page.getByRole('textbox', { name: 'Message' })
  await field.waitFor()
  await ana.page.getByRole('heading', { name: 'Mia Kato' }).waitFor()
  expect(await ana.page.getByText(/has not answered yet/).count()).toBe(0)
  await field.fill('Hello Mia')
  await press('Enter')
  await ana.page.getByText(/has not answered yet/).waitFor()
  await expect.poll(() => ana.page.getByText(/has not answered yet/).count()).toBe(1)
})
