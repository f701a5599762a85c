// Messages are selected together, and letters act on the one in focus.
import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { account, launch, type Person, person, post, signIn } from './person.ts'
import { type Server, startServer } from './server.ts'

let server: Server
let browser: Browser
let ana: Person
let chat: string
let club: string

const article = (text: string) => ana.page.getByRole('article').filter({ hasText: text })
const bar = () => ana.page.locator('header').filter({ hasText: 'selected' })
const start = async (text: string) => {
  await article(text).click({ button: 'right' })
  await ana.page.getByRole('menuitem', { name: 'Select' }).click()
  await bar().waitFor()
}

beforeAll(async () => {
  server = await startServer()
  browser = await launch()
  const me = await account(server, 'ana', 'Ana García')
  const leo = await account(server, 'leo', 'Leo Martin')
  chat = (await post(server, `/chats/direct/${leo.id}`, undefined, me.token, 'PUT')).id
  const say = (text: string, token: string) =>
    post(server, `/chats/${chat}/messages`, { client_id: crypto.randomUUID(), text }, token)
  await say('one of mine', me.token)
  await post(server, `/chats/${chat}/accept`, undefined, leo.token)
  for (const word of ['two', 'three', 'four']) await say(`${word} of Leo's`, leo.token)
  await say('five of mine', me.token)
  await say('six of mine', me.token)
  club = (await post(server, '/chats', { title: 'Club' }, me.token)).id
  ana = await person(browser)
  await ana.context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await signIn(ana, server, 'ana')
  await ana.page.goto(`${server.url}/c/${chat}`)
  await article('six of mine').waitFor()
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

test('several are copied in their order; Shift takes all between, Escape lets all go', async () => {
  await start("two of Leo's")
  await article('five of mine')
    .getByRole('checkbox')
    .click({ modifiers: ['Shift'] })
  await bar().getByText('4 selected').waitFor()
  await article("three of Leo's").getByRole('checkbox').click()
  await bar().getByText('3 selected').waitFor()
  await bar().getByRole('button', { name: 'Copy text' }).click()
  await expect
    .poll(() => ana.page.evaluate(() => navigator.clipboard.readText()))
    .toBe("two of Leo's\nfour of Leo's\nfive of mine")
  await start('six of mine')
  await ana.page.keyboard.press('Escape')
  await bar().waitFor({ state: 'detached' })
  expect(new URL(ana.page.url()).pathname).toBe(`/c/${chat}`)
})

test('several are forwarded in their order', async () => {
  await start("four of Leo's")
  await article("two of Leo's").getByRole('checkbox').click()
  await bar().getByRole('button', { name: 'Forward' }).click()
  await ana.page.getByRole('dialog').getByRole('button', { name: 'Club' }).click()
  await ana.page.getByRole('heading', { name: 'Club' }).waitFor()
  await expect
    .poll(
      async () => (await ana.page.getByRole('article').allTextContents()).filter(text => text.includes('Leo')).length,
    )
    .toBeGreaterThanOrEqual(2)
  const texts = (await ana.page.getByRole('article').allTextContents()).filter(text => text.includes("of Leo's"))
  expect(texts.map(text => /(two|four)/.exec(text)?.[1])).toEqual(['two', 'four'])
  expect(club).not.toBe(chat)
})

test('what is mine is deleted for all, what is not only for me', async () => {
  await ana.page.goto(`${server.url}/c/${chat}`)
  await start('five of mine')
  await article("two of Leo's").getByRole('checkbox').click()
  await bar().getByRole('button', { name: 'Delete' }).click()
  const dialog = ana.page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Delete for me' }).waitFor()
  expect(await dialog.getByRole('button', { name: 'Delete', exact: true }).count()).toBe(0)
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await article("two of Leo's").getByRole('checkbox').click()
  await article('six of mine').getByRole('checkbox').click()
  await bar().getByRole('button', { name: 'Delete' }).click()
  await dialog.getByRole('button', { name: 'Delete', exact: true }).click()
  await expect.poll(() => article('Message deleted').count()).toBe(2)
})

test('letters act on the message in focus, and can be turned off', async () => {
  await article("three of Leo's").focus()
  await ana.page.keyboard.press('s')
  await article("three of Leo's").getByRole('img', { name: 'starred' }).waitFor()
  await article("three of Leo's").focus()
  await ana.page.keyboard.press('Space')
  await bar().getByText('1 selected').waitFor()
  await ana.page.keyboard.press('Escape')
  await article("three of Leo's").focus()
  await ana.page.keyboard.press('r')
  await ana.page.getByText('Reply', { exact: true }).first().waitFor()
  await expect.poll(() => ana.page.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA')
  await ana.page.keyboard.press('Escape')
  await article('one of mine').focus()
  await ana.page.keyboard.press('Delete')
  await ana.page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
  await ana.page.goto(`${server.url}/settings/appearance`)
  await ana.page.getByText('Single letters act on the message in focus').click()
  await ana.page.goto(`${server.url}/c/${chat}`)
  await article('one of mine').focus()
  await ana.page.keyboard.press('Delete')
  await ana.page.waitForTimeout(300)
  expect(await ana.page.getByRole('dialog').count()).toBe(0)
  expect(ana.faults).toEqual([])
})
