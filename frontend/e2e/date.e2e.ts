// A chat opens at a date, which is chosen in a calendar: from the search, the menu, the palette or the pill of a day.
import axe from 'axe-core'
import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { say } from './crowd.ts'
import { type Account, account, launch, type Person, person, post, said, signIn } from './person.ts'
import { type Server, startServer } from './server.ts'

const MANY = 150

let server: Server
let browser: Browser
let ana: Person
let me: Account
let leo: Account
let chat: string

const calendar = () => ana.page.getByRole('dialog', { name: 'Jump to a date' })
const today = () => calendar().locator('[aria-current=date]')
const press = (key: string) => ana.page.keyboard.press(key)
const active = () => ana.page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '')
/** The first message of the day, which is far above the end of the chat. */
const first = () => ana.page.getByRole('article').getByText('Message number 1', { exact: true })

async function toTheEnd() {
  await ana.page.goto(`${server.url}/c/${chat}`)
  await said(ana, `Message number ${MANY}`).waitFor()
}

beforeAll(async () => {
  server = await startServer()
  browser = await launch()
  me = await account(server, 'ana', 'Ana García')
  leo = await account(server, 'leo', 'Leo Martin')
  chat = (await post(server, '/chats', { title: 'Diary', member_ids: [leo.id] }, me.token)).id
  for (let n = 1; n <= MANY; n += 1) await say(server, chat, leo, `Message number ${n}`)
  await post(server, `/chats/${chat}/read`, { seq: MANY + 2 }, me.token, 'PUT')
  ana = await person(browser)
  await signIn(ana, server, 'ana')
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

test('the search of a chat has a calendar, and a day leads to its first message', async () => {
  await toTheEnd()
  expect(await first().count()).toBe(0)
  await press('Control+f')
  await ana.page.getByRole('search').getByRole('button', { name: 'Jump to a date' }).click()
  await today().click()
  await calendar().waitFor({ state: 'detached' })
  await expect.poll(() => new URL(ana.page.url()).pathname).toMatch(/\/m\/\d+$/)
  await first().waitFor()
  expect(await first().isVisible()).toBe(true)
  await press('Escape')
})

test('the menu of the chat and the palette open it, and keys choose the day', async () => {
  await toTheEnd()
  await ana.page.getByRole('main').getByRole('button', { name: 'Chat actions' }).click()
  await ana.page.getByRole('menuitem', { name: 'Jump to a date' }).click()
  await today().waitFor()
  await expect.poll(() => today().evaluate(e => e === document.activeElement)).toBe(true)
  await press('Escape')
  await calendar().waitFor({ state: 'detached' })
  await press('Control+k')
  await ana.page.getByRole('combobox').fill('date')
  await expect.poll(() => ana.page.locator('[role=option][aria-selected=true]').textContent()).toMatch(/Jump to a date/)
  await press('Enter')
  await today().waitFor()
  const here = await active()
  // Nothing was said before today or will have been said tomorrow: those days cannot be chosen.
  for (const key of ['ArrowRight', 'PageDown', 'ArrowUp', 'PageUp']) await press(key)
  expect(await active()).toBe(here)
  await press('Enter')
  await first().waitFor()
})

test('the pill of the day opens it while one scrolls', async () => {
  await toTheEnd()
  const pill = ana.page.locator('[data-shown="true"] > button')
  await expect
    .poll(async () => {
      await ana.page.getByRole('feed').hover()
      await ana.page.mouse.wheel(0, -300)
      return pill.count()
    })
    .toBe(1)
  await pill.click()
  await today().waitFor()
  await press('Escape')
  await calendar().waitFor({ state: 'detached' })
})

test('it can be heard, and nothing went wrong in the console', async () => {
  await ana.page.getByRole('main').getByRole('button', { name: 'Chat actions' }).click()
  await ana.page.getByRole('menuitem', { name: 'Jump to a date' }).click()
  await today().waitFor()
  await ana.page.evaluate(axe.source)
  for (const theme of ['light', 'dark']) {
    await ana.page.evaluate(name => {
      document.documentElement.dataset.theme = name
    }, theme)
    const found = await ana.page.evaluate(async () => {
      // biome-ignore lint/suspicious/noExplicitAny: the library puts itself on the window
      const { violations } = await (globalThis as any).axe.run('dialog')
      return violations.map((one: { id: string; nodes: { html: string }[] }) => `${one.id}: ${one.nodes[0]?.html}`)
    })
    expect(found).toEqual([])
  }
  expect(ana.faults).toEqual([])
})
