// A person finds emoji by group, by name, in their skin tone and among those used last.
import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Account, account, launch, type Person, person, post, signIn } from './person.ts'
import { type Server, startServer } from './server.ts'

let server: Server
let browser: Browser
let ana: Person
let me: Account
let group: string

const field = () => ana.page.getByRole('textbox', { name: 'Message' })
const value = () => field().inputValue()
const picker = () => ana.page.locator('[popover]:popover-open')
const list = () => ana.page.getByRole('listbox', { name: 'Emoji by name' })
const opened = async () => {
  await ana.page.getByRole('button', { name: 'Emoji', exact: true }).click()
  await picker().getByRole('gridcell').first().waitFor()
}

beforeAll(async () => {
  server = await startServer()
  browser = await launch()
  me = await account(server, 'ana', 'Ana García')
  group = (await post(server, '/chats', { title: 'Cooking', member_ids: [] }, me.token)).id
  ana = await person(browser)
  await signIn(ana, server, 'ana')
  await ana.page.goto(`${server.url}/c/${group}`)
  await field().waitFor()
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

test('after a colon and two letters emoji are offered by name, chosen with the keys, and can be undone', async () => {
  await field().pressSequentially('hi :s')
  expect(await list().count()).toBe(0)
  await field().pressSequentially('mile')
  await list().getByRole('option').first().waitFor()
  await expect.poll(() => list().getByRole('option', { selected: true }).textContent()).toContain(':smile:')
  await field().press('ArrowDown')
  await field().press('ArrowUp')
  await field().press('Enter')
  await expect.poll(value).toBe('hi 😄')
  await field().press('Control+z')
  await expect.poll(value).toBe('hi :smile')
  await field().press('End')
  await list().getByRole('option').first().waitFor()
  await field().press('Escape')
  await list().waitFor({ state: 'detached' })
  await field().press('Enter')
  await ana.page.getByRole('article').filter({ hasText: 'hi :smile' }).waitFor()
  await expect.poll(value).toBe('')
  // Tab takes as well, and a name between colons needs no key.
  await field().pressSequentially(':rocket')
  await list().getByRole('option').first().waitFor()
  await field().press('Tab')
  await expect.poll(value).toBe('🚀')
  await field().pressSequentially(' at 10:30: :tada:')
  await expect.poll(value).toBe('🚀 at 10:30: 🎉')
  await field().fill('')
})

test('the tabs lead to the groups, and the group in view is marked', async () => {
  await opened()
  const tabs = picker().getByRole('toolbar', { name: 'Groups of emoji' })
  await tabs.getByRole('button', { name: 'Food and drink' }).click()
  await tabs
    .locator('[aria-current]')
    .and(tabs.getByRole('button', { name: 'Food and drink' }))
    .waitFor()
  await picker()
    .getByRole('gridcell', { name: /grapes/i })
    .first()
    .waitFor()
  await tabs.getByRole('button', { name: 'Flags' }).click()
  await tabs
    .locator('[aria-current]')
    .and(tabs.getByRole('button', { name: /Flags|Symbols/ }))
    .waitFor()
  await tabs.getByRole('button', { name: 'Smileys and emotion' }).click()
  await picker()
    .getByRole('gridcell', { name: /grinning face/i })
    .first()
    .waitFor()
})

test('a skin tone is chosen once and kept, and what was used last comes first', async () => {
  // The field is behind the picker, and keeps what stood in it.
  const before = await value()
  await picker()
    .getByRole('button', { name: /^Skin tone/ })
    .click()
  await picker().getByRole('toolbar', { name: 'Skin tone' }).getByRole('button', { name: 'Medium skin tone' }).click()
  await picker().getByRole('searchbox').or(picker().getByLabel('Search')).first().fill('waving hand')
  await picker()
    .getByRole('gridcell', { name: /^waving hand/i })
    .first()
    .click()
  await expect.poll(value).toBe(`${before}👋🏽`)
  await ana.page.reload()
  await field().waitFor()
  await field().fill('')
  await opened()
  const recent = picker().getByRole('group', { name: 'Recently used' })
  await recent.getByRole('button', { name: '👋🏽' }).click()
  await expect.poll(value).toBe('👋🏽')
  await picker().getByRole('button', { name: 'Skin tone: Medium skin tone' }).waitFor()
  await ana.page.keyboard.press('Escape')
  await picker().waitFor({ state: 'detached' })
  expect(ana.faults).toEqual([])
})
