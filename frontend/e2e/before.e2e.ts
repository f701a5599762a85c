// Before signing in a person chooses the language and the theme; both stay, over a reload and into the application.
import axe from 'axe-core'
import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { account, launch, type Person, person, signIn } from './person.ts'
import { type Server, startServer } from './server.ts'

let server: Server
let browser: Browser
let who: Person

const root = (name: 'lang' | 'dir') => who.page.evaluate(key => document.documentElement[key], name)
const kept = () => who.page.evaluate(() => JSON.parse(localStorage.getItem('parlance.preferences') ?? '{}').locale)
const theme = () => who.page.evaluate(() => document.documentElement.dataset.theme)

beforeAll(async () => {
  server = await startServer()
  browser = await launch()
  await account(server, 'ana', 'Ana García')
  // The worker of the page would answer for the page of the test that signs in.
  who = await person(browser, { colorScheme: 'light', serviceWorkers: 'block' })
  await who.page.goto(server.url)
  await who.page.getByRole('button', { name: 'Continue' }).waitFor()
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

test('another language is chosen from the corner, and the page is written in it from right to left', async () => {
  await who.page.getByRole('button', { name: 'Language of the interface' }).click()
  await who.page.getByRole('menuitem', { name: 'العربية' }).click()
  await expect.poll(() => root('lang')).toBe('ar')
  await expect.poll(() => root('dir')).toBe('rtl')
  await who.page.getByRole('button', { name: 'متابعة' }).waitFor()
})

test('another theme is chosen beside it, and both outlive a reload', async () => {
  expect(await theme()).toBe('light')
  await who.page.getByRole('button', { name: 'السمة الداكنة' }).click()
  await expect.poll(theme).toBe('dark')
  await who.page.reload()
  await who.page.getByRole('button', { name: 'السمة الفاتحة' }).waitFor()
  expect([await theme(), await root('lang'), await root('dir')]).toEqual(['dark', 'ar', 'rtl'])
  await who.page.evaluate(axe.source)
  const found = await who.page.evaluate(async () => {
    // biome-ignore lint/suspicious/noExplicitAny: the library puts itself on the window
    const { violations } = await (globalThis as any).axe.run()
    return violations.map((one: { id: string; nodes: { html: string }[] }) => `${one.id}: ${one.nodes[0]?.html}`)
  })
  expect(found).toEqual([])
})

test('the keyboard chooses as well, and what was chosen holds after signing in', async () => {
  const corner = who.page.getByRole('button', { name: 'لغة الواجهة' })
  await corner.focus()
  await who.page.keyboard.press('Enter')
  await who.page.getByRole('menuitem', { name: 'English' }).waitFor()
  await who.page.keyboard.type('eng')
  await who.page.keyboard.press('Enter')
  await expect.poll(kept).toBe('en')
  await who.page.getByRole('button', { name: 'Continue' }).waitFor()
  await expect.poll(() => root('lang')).toBe('en')
  await signIn(who, server, 'ana')
  expect([await theme(), await root('dir')]).toEqual(['dark', 'ltr'])
  expect(who.faults).toEqual([])
})
