// This takes pictures of every screen, in both themes and three widths, for people to look at. `just screenshots`
import { mkdirSync } from 'node:fs'
import type { Page } from 'playwright'
import { test } from 'vitest'
import { newcomer } from './newcomer.ts'
import { launch, type Person, person, signIn } from './person.ts'
import { OPEN_ROUTES, routes, scene } from './scene.ts'

const FOLDER = process.env.PARLANCE_SHOTS ?? 'screenshots'
const WIDTHS = {
  phone: { width: 390, height: 844 },
  tablet: { width: 900, height: 1100 },
  wide: { width: 1440, height: 900 },
}

/** What opens by a click, and in which place. */
const OPENED: Record<string, (page: Page, chat: string) => Promise<void>> = {
  found: async page => {
    await page.goto('/')
    await page.getByRole('searchbox', { name: 'Search' }).fill('practis')
    await page.locator('mark').first().waitFor()
  },
  archived: async page => {
    await page.goto('/')
    await page.getByRole('button', { name: 'Archived' }).click()
  },
  row_menu: async page => {
    await page.goto('/')
    await page.getByRole('link', { name: /Haruto|佐藤/ }).click({ button: 'right' })
    await page.getByRole('menu').waitFor()
  },
  main_menu: async page => {
    await page.goto('/')
    await page.getByRole('button', { name: 'Menu' }).click()
    await page.getByRole('menu').waitFor()
  },
  message_menu: async (page, chat) => {
    await page.goto(chat)
    await page.getByRole('article').filter({ hasText: 'list of words' }).click({ button: 'right' })
    await page.getByRole('menu').waitFor()
  },
  search_here: async (page, chat) => {
    await page.goto(chat)
    await page.getByRole('button', { name: 'Search in this chat' }).click()
    await page.getByRole('search').getByRole('searchbox').fill('hora')
    await page.locator('mark').first().waitFor()
  },
  forward: async (page, chat) => {
    await page.goto(chat)
    await page.getByRole('article').filter({ hasText: 'list of words' }).click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Forward' }).click()
    await page.getByRole('dialog').waitFor()
  },
  report: async page => {
    await page.goto('/u/jonas')
    await page.getByRole('button', { name: 'Report' }).click()
    await page.getByRole('dialog').waitFor()
  },
  block: async page => {
    await page.goto('/u/jonas')
    await page.getByRole('button', { name: 'Block', exact: true }).click()
    await page.getByRole('dialog').waitFor()
  },
  receipts: async (page, chat) => {
    await page.goto(chat)
    await page.getByRole('article').filter({ hasText: 'list of words' }).click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Who has read it' }).click()
    await page.getByRole('dialog').waitFor()
  },
}

test('pictures', { timeout: 900_000 }, async () => {
  const set = await scene()
  const browser = await launch()
  mkdirSync(FOLDER, { recursive: true })
  const name = (path: string) =>
    path
      .replaceAll(/[0-9a-f-]{36}/g, id => (id === set.group ? 'group' : 'direct'))
      .replace(set.invite, 'code')
      .replaceAll('/', '_') || '_'
  for (const [width, viewport] of Object.entries(WIDTHS)) {
    const who = await person(browser, { viewport, baseURL: set.server.url })
    const picture = async ({ page }: Person, what: string) => {
      await page.waitForLoadState('networkidle')
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        await page.screenshot({ path: `${FOLDER}/${width}-${colorScheme}${what}.png` })
      }
    }
    const shoot = async (paths: readonly string[]) => {
      for (const path of paths) {
        await who.page.goto(set.server.url + path)
        await who.page.locator('h1').first().waitFor({ state: 'attached' })
        await who.page.evaluate(() => document.fonts.ready)
        await picture(who, name(path))
      }
    }
    await shoot(OPEN_ROUTES)
    const nora = await person(browser, { viewport })
    await newcomer(nora.page, set.server, `nora_${width}`, what => picture(nora, `-${what}`))
    await nora.context.close()
    await signIn(who, set.server, 'ana')
    await shoot(routes(set))
    for (const [opened, open] of Object.entries(OPENED)) {
      await open(who.page, `/c/${set.direct}`)
      await picture(who, `-${opened}`)
    }
    await who.context.close()
  }
  await browser.close()
  await set.server.stop()
})
