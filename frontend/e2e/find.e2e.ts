// Messages and chats are found again: search and jump, what is pinned, archived, silent, forwarded, hidden.
import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Account, account, launch, type Person, person, post, signIn } from './person.ts'
import { type Server, startServer } from './server.ts'

const MANY = 260

let server: Server
let browser: Browser
let ana: Person
let me: Account
let leo: Account
let mia: Account
let chat: string

const direct = async (with_: Account) => {
  const { id } = await post(server, `/chats/direct/${with_.id}`, undefined, me.token, 'PUT')
  await post(server, `/chats/${id}/messages`, { client_id: crypto.randomUUID(), text: 'Hello' }, me.token)
  await post(server, `/chats/${id}/accept`, undefined, with_.token)
  return id as string
}
const say = (text: string) =>
  post(server, `/chats/${chat}/messages`, { client_id: crypto.randomUUID(), text }, leo.token)
const list = () => ana.page.getByRole('navigation', { name: 'Chats' })
const row = (name: RegExp) => list().getByRole('link', { name })
const choose = async (name: RegExp, item: string) => {
  await row(name).click({ button: 'right' })
  await ana.page.getByRole('menuitem', { name: item }).click()
}
/** Opens the chat with Leo anew, at its end. */
const toTheEnd = async () => {
  await ana.page.goto(`${server.url}/c/${chat}`)
  await ana.page
    .getByRole('article')
    .filter({ hasText: `Message number ${MANY}` })
    .waitFor()
}
const act = async (text: string, item: string) => {
  await ana.page.getByRole('article').filter({ hasText: text }).last().click({ button: 'right' })
  await ana.page.getByRole('menuitem', { name: item }).click()
}

beforeAll(async () => {
  server = await startServer()
  browser = await launch()
  me = await account(server, 'ana', 'Ana García')
  leo = await account(server, 'leo', 'Leo Martin')
  mia = await account(server, 'mia', 'Mia Wong')
  chat = await direct(leo)
  await direct(mia)
  for (let n = 1; n <= MANY; n += 1) await say(n === 20 ? 'The pomegranate is ripe' : `Message number ${n}`)
  await post(server, `/chats/${chat}/read`, { seq: MANY + 1 }, me.token, 'PUT')
  ana = await person(browser)
  await signIn(ana, server, 'ana')
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

test('a word of an old message is found from the list, and a click jumps there', async () => {
  await list().getByRole('searchbox', { name: 'Search' }).fill('pomegr')
  const hit = list().getByRole('link', { name: /pomegranate/ })
  await hit.waitFor()
  await expect.poll(() => hit.locator('mark').allTextContents()).toEqual(['pomegranate'])
  await hit.click()
  const found = ana.page.locator('article[data-flash]').filter({ hasText: 'The pomegranate is ripe' })
  await found.waitFor()
  expect(await found.isVisible()).toBe(true)
  await list().getByRole('searchbox', { name: 'Search' }).fill('nowhere to be seen')
  await list().getByText('Nothing found for “nowhere to be seen”').waitFor()
  await list().getByRole('searchbox', { name: 'Search' }).fill('')
})

test('the open chat is searched with Ctrl+F, and a hit is jumped to while the search stays', async () => {
  await toTheEnd()
  await ana.page.keyboard.press('Control+f')
  const search = ana.page.getByRole('search')
  await search.getByRole('searchbox').fill('"number 7"')
  const hit = search.getByRole('link', { name: /number 7/ })
  await hit.waitFor()
  expect(await hit.count()).toBe(1)
  await ana.page.keyboard.press('ArrowDown')
  await ana.page.keyboard.press('Enter')
  await ana.page.locator('article[data-flash]').filter({ hasText: 'Message number 7' }).waitFor()
  await expect.poll(() => search.getByRole('searchbox').inputValue()).toBe('"number 7"')
  await search.getByRole('button', { name: 'Close' }).click()
  await ana.page.getByRole('heading', { name: 'Leo Martin' }).waitFor()
})

test('a chat is pinned, silenced, marked and archived from its row, on every device', async () => {
  const other = await person(browser)
  await signIn(other, server, 'ana')
  const names = () =>
    other.page
      .getByRole('navigation', { name: 'Chats' })
      .locator('li a')
      .evaluateAll(links => links.map(link => /Leo|Mia/.exec(link.textContent ?? '')?.[0]))
  await expect.poll(names).toEqual(['Leo', 'Mia'])
  await choose(/Mia Wong/, 'Pin')
  await expect.poll(names).toEqual(['Mia', 'Leo'])
  await choose(/Leo Martin/, 'Mute…')
  await ana.page.getByRole('menuitem', { name: 'For 1 week' }).click()
  await other.page.getByRole('link', { name: /Leo Martin.*Muted/ }).waitFor()
  await choose(/Mia Wong/, 'Mark as unread')
  await other.page.getByRole('img', { name: 'Unread' }).waitFor()
  await choose(/Mia Wong/, 'Mark as read')
  await other.page.getByRole('img', { name: 'Unread' }).waitFor({ state: 'detached' })
  await choose(/Mia Wong/, 'Archive')
  await expect.poll(names).toEqual(['Leo'])
  await list().getByRole('button', { name: 'Archived' }).click()
  await choose(/Mia Wong/, 'Unarchive')
  await expect.poll(names).toEqual(['Mia', 'Leo'])
  expect(other.faults).toEqual([])
  await other.context.close()
})

test('a message is pinned, forwarded and hidden', async () => {
  await toTheEnd()
  const last = `Message number ${MANY}`
  await act(last, 'Pin')
  const bar = ana.page.getByRole('button', { name: /Pinned message/ })
  await bar.getByText(last).waitFor()
  await bar.click()
  await ana.page.locator('article[data-flash]').filter({ hasText: last }).waitFor()
  await act(last, 'Forward')
  const dialog = ana.page.getByRole('dialog', { name: 'Forward to…' })
  await dialog.getByLabel('Search').fill('mia')
  await dialog.getByRole('button', { name: 'Mia Wong' }).click()
  const carried = ana.page.getByRole('article').filter({ hasText: last })
  await carried.getByText('Forwarded from Leo Martin').waitFor()
  await act(last, 'Who has read it')
  await ana.page.getByRole('dialog', { name: 'Who has read it' }).getByText('No one has received it yet.').waitFor()
  await ana.page.keyboard.press('Escape')
  await act(last, 'Delete for me')
  await ana.page.getByRole('button', { name: 'Delete for me' }).click()
  await carried.waitFor({ state: 'detached' })
  await ana.page.reload()
  await ana.page.getByRole('article').filter({ hasText: 'Hello' }).waitFor()
  expect(await ana.page.getByRole('article').filter({ hasText: last }).count()).toBe(0)
})

test('nothing was rejected by a policy and nothing went wrong in the console', () => {
  expect(ana.faults).toEqual([])
})
