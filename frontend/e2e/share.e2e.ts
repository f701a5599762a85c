// Another application shares words: the person chooses the chat, where they wait as a draft. Where the browser offers to
// install the application, the offer stands in the settings and on the empty start.
import { readFileSync } from 'node:fs'
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
let chat: string

const field = () => ana.page.getByRole('textbox', { name: 'Message' })
const page = () => ana.page.getByRole('main')

/** What the browser says where the application can be installed. */
const offer = (who: Person) =>
  who.page.evaluate(() => {
    const event = Object.assign(new Event('beforeinstallprompt', { cancelable: true }), {
      prompt: async () => {
        document.documentElement.dataset.asked = String(Number(document.documentElement.dataset.asked ?? 0) + 1)
      },
    })
    dispatchEvent(event)
    return event.defaultPrevented
  })
const asked = (who: Person) => who.page.evaluate(() => document.documentElement.dataset.asked)

beforeAll(async () => {
  server = await startServer()
  browser = await launch()
  me = await account(server, 'ana', 'Ana García')
  leo = await account(server, 'leo', 'Leo Martin')
  for (const title of ['Kitchen', 'Library']) {
    chat = (await post(server, '/chats', { title, member_ids: [leo.id] }, me.token)).id
    await say(server, chat, leo, `In the ${title}`)
  }
  await account(server, 'kim', 'Kim Silva')
  ana = await person(browser)
  await signIn(ana, server, 'ana')
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

test('the manifest names the page that takes what is shared', () => {
  const manifest = JSON.parse(readFileSync('public/manifest.webmanifest', 'utf8'))
  expect(manifest.share_target).toEqual({
    action: '/share',
    method: 'GET',
    params: { title: 'title', text: 'text', url: 'url' },
  })
})

test('what is shared waits as a draft in the chat that is chosen, an address only once', async () => {
  const given = new URLSearchParams({
    title: 'A recipe',
    text: 'Look: https://example.org/soup',
    url: 'https://example.org/soup',
  })
  await ana.page.goto(`${server.url}/share?${given}`)
  const words = 'A recipe\nLook: https://example.org/soup'
  await expect.poll(() => page().locator('blockquote').textContent()).toBe(words)
  await page().getByRole('searchbox', { name: 'Search' }).fill('libr')
  await page().getByRole('button', { name: 'Kitchen' }).waitFor({ state: 'detached' })
  await page().getByRole('button', { name: 'Library' }).click()
  await ana.page.getByRole('heading', { name: 'Library' }).waitFor()
  await expect.poll(() => field().inputValue()).toBe(words)
  // Nothing was sent, and going back does not share again.
  const held = await post(server, `/chats/${chat}/messages`, undefined, me.token, 'GET')
  expect(held.items.some((one: { text?: string }) => one.text?.includes('soup'))).toBe(false)
  expect(await ana.page.evaluate(() => location.pathname)).toBe(`/c/${chat}`)
})

test('it goes after what was begun there already', async () => {
  await field().fill('Begun here')
  const draft = async () => (await post(server, `/chats/${chat}`, undefined, me.token, 'GET')).me.draft
  await expect.poll(draft).toBe('Begun here')
  await ana.page.goto(`${server.url}/share?text=More`)
  await page().getByRole('button', { name: 'Library' }).click()
  await expect.poll(() => field().inputValue()).toBe('Begun here\nMore')
  await ana.page.goto(`${server.url}/share`)
  await page().getByText('There is nothing to share.').waitFor()
})

test('the offer to install stands in the settings and on the empty start, and goes when it is taken', async () => {
  await ana.page.goto(`${server.url}/settings/about`)
  await page().getByText('Apache-2.0').waitFor()
  const button = page().getByRole('button', { name: 'Install Parlance' })
  expect(await button.count()).toBe(0)
  expect(await offer(ana)).toBe(true)
  await button.click()
  await expect.poll(() => asked(ana)).toBe('1')
  await button.waitFor({ state: 'detached' })
  const kim = await person(browser)
  await signIn(kim, server, 'kim')
  await kim.page.getByText('No chats yet').waitFor()
  await offer(kim)
  await kim.page.getByRole('button', { name: 'Install Parlance' }).click()
  await expect.poll(() => asked(kim)).toBe('1')
  expect(kim.faults).toEqual([])
  await kim.context.close()
  expect(ana.faults).toEqual([])
})
