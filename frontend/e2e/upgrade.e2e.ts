// Parts of the application cannot be loaded: the network is away, or the server was upgraded and has others.
import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { account, launch, type Person, person, post, signIn } from './person.ts'
import { type Server, startServer } from './server.ts'

let server: Server
let browser: Browser
let ana: Person
let group: string

// The service worker would answer in place of the network that is cut here.
const LOOKS = { serviceWorkers: 'block' } as const
const field = () => ana.page.getByRole('textbox', { name: 'Message' })

beforeAll(async () => {
  server = await startServer()
  browser = await launch()
  const me = await account(server, 'ana', 'Ana García')
  group = (await post(server, '/chats', { title: 'Cooking', member_ids: [] }, me.token)).id
  ana = await person(browser, LOOKS)
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

test('a page that cannot be loaded keeps to its column, and comes when it is asked for again', async () => {
  const settings = /\/assets\/Settings-.*\.js/
  await ana.page.route(settings, route => route.abort())
  await signIn(ana, server, 'ana')
  await ana.page.goto(`${server.url}/c/${group}`)
  await field().fill('Nothing of this is lost')
  await ana.page.keyboard.press('Control+,')
  await ana.page.getByText('This part could not be loaded.').waitFor()
  await ana.page.getByRole('link', { name: /Cooking/ }).click()
  await expect.poll(() => field().inputValue()).toBe('Nothing of this is lost')

  await ana.page.keyboard.press('Control+,')
  const again = ana.page.getByRole('button', { name: 'Reload this part' })
  await again.click()
  await again.waitFor()
  await ana.page.unroute(settings)
  await again.click()
  await ana.page.getByRole('heading', { name: 'Settings' }).waitFor()
})

test('it comes by itself when the network is back', async () => {
  const page = /\/assets\/Explore-.*\.js/
  await ana.page.route(page, route => route.abort())
  await ana.page.goto(`${server.url}/explore`)
  await ana.page.getByText('This part could not be loaded.').waitFor()
  await ana.context.setOffline(true)
  await ana.page.unroute(page)
  await ana.context.setOffline(false)
  await ana.page.getByRole('heading', { name: 'Explore' }).waitFor()
})

test('a picker that cannot be loaded leaves the chat and what is written in it', async () => {
  const picker = /\/assets\/EmojiPicker-.*\.js/
  await ana.page.route(picker, route => route.abort())
  await ana.page.goto(`${server.url}/c/${group}`)
  await field().fill('And this stays')
  const emoji = ana.page.getByRole('button', { name: 'Emoji' })
  await emoji.click()
  await ana.page.getByText('This part could not be loaded.').waitFor()
  expect(await field().inputValue()).toBe('And this stays')
  await ana.page.unroute(picker)
  await emoji.click()
  await emoji.click()
  await ana.page.getByRole('searchbox').last().waitFor()
})

test('after an upgrade a new version is offered, and a draft survives getting it', async () => {
  await ana.page.goto(`${server.url}/c/${group}`)
  await field().fill('Half a sentence')
  const version = '**/version.json'
  await ana.page.route(version, route => route.fulfill({ json: { entry: 'assets/index-newer.js' } }))
  await ana.context.setOffline(true)
  await ana.page.getByText('You are offline').waitFor()
  await ana.context.setOffline(false)
  await ana.page.getByText('There is a new version of this application.').waitFor()
  await ana.page.unroute(version)
  await ana.page.getByRole('button', { name: 'Reload' }).click()
  await ana.page.waitForLoadState()
  await expect.poll(() => field().inputValue()).toBe('Half a sentence')
  expect(await ana.page.getByText('There is a new version of this application.').count()).toBe(0)
})
