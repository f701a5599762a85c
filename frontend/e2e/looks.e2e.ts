// What a person chooses for this browser shows at once, in every tab, and is there before the first paint.
import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { account, launch, type Person, person, signIn, watch } from './person.ts'
import { type Server, startServer } from './server.ts'

let server: Server
let browser: Browser
let ana: Person

const root = (page: Page, name: string) => page.evaluate(of => document.documentElement.dataset[of], name)
const color = (page: Page, selector: string) =>
  page.locator(selector).evaluate(element => getComputedStyle(element).backgroundColor)

beforeAll(async () => {
  server = await startServer()
  browser = await launch()
  await account(server, 'ana', 'Ana García')
  ana = await person(browser)
  await signIn(ana, server, 'ana')
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

test('theme and accent are chosen from pictures, and every tab follows at once', async () => {
  const { page, context, faults } = ana
  const other = await context.newPage()
  watch(other, faults)
  await other.goto(server.url)
  await other.getByRole('link', { name: 'New chat' }).waitFor()
  await page.goto(`${server.url}/settings/appearance`)
  await page.getByRole('radio', { name: 'Dark' }).check()
  const before = await color(page, '[data-accent="moss"]')
  await page.getByRole('radio', { name: 'Moss' }).check()
  await expect.poll(() => root(other, 'theme')).toBe('dark')
  await expect.poll(() => root(other, 'accent')).toBe('moss')
  await expect.poll(() => color(other, 'nav a[href="/new/chat"]')).toBe(before)
  await page.reload()
  expect([await root(page, 'theme'), await root(page, 'accent')]).toEqual(['dark', 'moss'])
  await other.close()
})

test('a size is chosen by keys, and the preview shows it', async () => {
  const { page } = ana
  const size = () =>
    page
      .locator('[aria-hidden] p')
      .first()
      .evaluate(element => getComputedStyle(element).fontSize)
  await expect.poll(size).toBe('16px')
  await page.getByRole('slider', { name: 'Size of messages' }).focus()
  await page.keyboard.press('End')
  await expect.poll(size).toBe('20px')
  await page.keyboard.press('Home')
  await expect.poll(size).toBe('14px')
})

test('the pattern behind messages can be turned off, and is off where more contrast is wanted', async () => {
  const { page } = ana
  const drawn = () =>
    page.locator('#main').evaluate(element => getComputedStyle(element, '::before').display !== 'none')
  await expect.poll(drawn).toBe(true)
  await page.getByText('Pattern behind messages').click()
  await expect.poll(drawn).toBe(false)
  await page.reload()
  await expect.poll(drawn).toBe(false)
  await page.getByText('Pattern behind messages').click()
  await expect.poll(drawn).toBe(true)
  await page.emulateMedia({ forcedColors: 'active' })
  await expect.poll(drawn).toBe(false)
  await page.emulateMedia({ forcedColors: 'none', contrast: 'more' })
  await expect.poll(drawn).toBe(false)
  await page.emulateMedia({ contrast: 'no-preference' })
  await expect.poll(drawn).toBe(true)
})

test('where two columns do not fit, the list is a drawer at home, and what is open has the whole width', async () => {
  const { page } = ana
  await page.setViewportSize({ width: 800, height: 900 })
  await page.goto(server.url)
  const list = page.getByRole('navigation', { name: 'Chats' })
  await list.waitFor()
  await page.waitForTimeout(400)
  const drawer = await list.boundingBox()
  expect([drawer?.x, drawer?.width]).toEqual([0, 424])
  const dimmed = () => page.locator('#main').evaluate(element => getComputedStyle(element, '::after').content)
  await expect.poll(dimmed).toBe('""')
  await page.getByRole('link', { name: 'New chat' }).click()
  await list.waitFor({ state: 'hidden' })
  await expect.poll(async () => (await page.locator('#main').boundingBox())?.width).toBe(800)
  await expect.poll(dimmed).toBe('none')
  await page.getByRole('button', { name: 'Back' }).click()
  await list.waitFor()
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.goto(`${server.url}/settings/appearance`)
})

test('an accent that was chosen when accents were called otherwise is kept', async () => {
  const { page } = ana
  await page.evaluate(() => localStorage.setItem('parlance.preferences', JSON.stringify({ accent: 'violet' })))
  await page.reload({ waitUntil: 'commit' })
  await expect.poll(() => root(page, 'accent')).toBe('iris')
  await page.getByRole('radio', { name: 'Iris' }).waitFor()
  await expect.poll(() => page.getByRole('radio', { name: 'Iris' }).isChecked()).toBe(true)
  expect(ana.faults).toEqual([])
})
