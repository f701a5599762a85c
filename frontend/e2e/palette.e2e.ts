// The palette goes to chats, people, settings and actions from one field, by keys alone, in every script.
import axe from 'axe-core'
import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { say } from './crowd.ts'
import { type Account, account, launch, type Person, person, post, signIn } from './person.ts'
import { type Server, startServer } from './server.ts'

let server: Server
let browser: Browser
let ana: Person
let me: Account
let leo: Account

const palette = () => ana.page.getByRole('dialog', { name: 'Go to or do' })
const field = () => palette().getByRole('combobox')
const options = () => palette().getByRole('option')
const active = () => palette().locator('[role=option][aria-selected=true]')
const press = (key: string) => ana.page.keyboard.press(key)
const path = () => new URL(ana.page.url()).pathname

async function open() {
  await press('Control+k')
  await field().waitFor()
  await expect.poll(() => field().evaluate(e => e === document.activeElement)).toBe(true)
}
async function choose(words: string, first: RegExp) {
  await open()
  await field().fill(words)
  await expect.poll(() => active().textContent()).toMatch(first)
  await press('Enter')
  await palette().waitFor({ state: 'detached' })
}

beforeAll(async () => {
  server = await startServer()
  browser = await launch()
  me = await account(server, 'ana', 'Ana García')
  leo = await account(server, 'leo', 'Leo Martin')
  await account(server, 'ivan', 'Иван Петров')
  await post(server, '/friend-requests', { user_id: leo.id }, me.token)
  await post(server, '/friend-requests', { user_id: me.id }, leo.token)
  for (const title of ['Kitchen talk', 'Библиотека', '読書クラブ']) {
    const { id } = await post(server, '/chats', { title, member_ids: [leo.id] }, me.token)
    await say(server, id, leo, `In ${title}: a pomegranate`)
  }
  ana = await person(browser)
  await signIn(ana, server, 'ana')
  await ana.page.getByRole('link', { name: /Kitchen talk/ }).waitFor()
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

test('a chat is found by some of its letters, and by Latin letters where it has others', async () => {
  await choose('kt', /Kitchen talk/)
  await ana.page.getByRole('heading', { name: 'Kitchen talk' }).waitFor()
  await choose('biblioteka', /Библиотека/)
  await ana.page.getByRole('heading', { name: 'Библиотека' }).waitFor()
  await choose('読書', /読書クラブ/)
  await ana.page.getByRole('heading', { name: '読書クラブ' }).waitFor()
})

test('a person without a chat is found by the server, and their profile opens', async () => {
  await open()
  await field().fill('ivan')
  await options().filter({ hasText: 'Иван Петров' }).waitFor()
  await expect.poll(() => active().textContent()).toMatch(/Иван Петров/)
  await press('Enter')
  await expect.poll(path).toBe('/u/ivan')
})

test('a theme, a page of the settings and the list of keys are reached by their names', async () => {
  const theme = () => ana.page.evaluate(() => document.documentElement.dataset.theme)
  await choose('dark', /Dark theme/)
  await expect.poll(theme).toBe('dark')
  await choose('light th', /Light theme/)
  await expect.poll(theme).toBe('light')
  await choose('privacy', /Privacy/)
  await expect.poll(path).toBe('/settings/privacy')
  await choose('keyboard', /Keyboard shortcuts/)
  const help = ana.page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await help.waitFor()
  await press('Escape')
  await help.waitFor({ state: 'detached' })
})

test('the open chat is muted and let be heard again', async () => {
  await choose('kitchen', /Kitchen talk/)
  await ana.page.getByRole('heading', { name: 'Kitchen talk' }).waitFor()
  await choose('mute kit', /Mute Kitchen talk/)
  await ana.page.getByRole('link', { name: /Kitchen talk.*Muted/ }).waitFor()
  await choose('unmute', /Unmute Kitchen talk/)
  await ana.page.getByRole('link', { name: /Kitchen talk.*Muted/ }).waitFor({ state: 'detached' })
})

test('what was picked last comes first, arrows go round, and Escape gives the focus back', async () => {
  await choose('biblio', /Библиотека/)
  await ana.page.getByRole('heading', { name: 'Библиотека' }).waitFor()
  await choose('explore', /Explore groups/)
  await open()
  await expect.poll(() => options().nth(0).textContent()).toMatch(/Explore groups/)
  await expect.poll(() => options().nth(1).textContent()).toMatch(/Библиотека/)
  await press('ArrowUp')
  await expect.poll(() => active().textContent()).toMatch(/About/)
  const name = await field().getAttribute('aria-activedescendant')
  expect(await active().getAttribute('id')).toBe(name)
  await press('ArrowDown')
  await expect.poll(() => active().textContent()).toMatch(/Explore groups/)
  await press('Escape')
  await palette().waitFor({ state: 'detached' })
  // Pressed again it closes what it opened.
  await open()
  await press('Control+k')
  await palette().waitFor({ state: 'detached' })
})

test('words that are no name go on to the search of messages', async () => {
  await choose('pomegranate', /Search messages for “pomegranate”/)
  const list = ana.page.getByRole('navigation', { name: 'Chats' })
  await expect.poll(() => list.getByRole('searchbox').inputValue()).toBe('pomegranate')
  await list
    .getByRole('link', { name: /pomegranate/ })
    .first()
    .waitFor()
  await list.getByRole('searchbox').fill('')
})

test('its button in the search field opens it for those who know no keys', async () => {
  await ana.page.getByRole('navigation').getByRole('button', { name: 'Go to or do…' }).click()
  await field().waitFor()
  await field().fill('kitchen')
  await options().first().click()
  await ana.page.getByRole('heading', { name: 'Kitchen talk' }).waitFor()
})

test('it can be heard: no rule of accessibility is broken, in both themes and from right to left', async () => {
  await ana.page.evaluate(axe.source)
  const faults = () =>
    ana.page.evaluate(async () => {
      // biome-ignore lint/suspicious/noExplicitAny: the library puts itself on the window
      const found = await (globalThis as any).axe.run('dialog')
      return found.violations.map(
        (one: { id: string; nodes: { html: string }[] }) => `${one.id}: ${one.nodes[0]?.html}`,
      )
    })
  await open()
  expect(await faults()).toEqual([])
  await field().fill('a')
  await expect.poll(() => options().count()).toBeGreaterThan(3)
  expect(await faults()).toEqual([])
  await ana.page.evaluate(() => {
    document.documentElement.dataset.theme = 'dark'
    document.documentElement.dir = 'rtl'
  })
  expect(await faults()).toEqual([])
  await press('Escape')
  expect(ana.faults).toEqual([])
})
