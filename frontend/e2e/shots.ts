// This takes pictures of every screen, in both themes, from a phone to a wide window, from right to left and enlarged,
// for people to look at, and the twelve of docs/pictures. `just screenshots`
import { mkdirSync } from 'node:fs'
import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, test } from 'vitest'
import { newcomer } from './newcomer.ts'
import { launch, type Person, person, prefer, signIn } from './person.ts'
import { OPEN_ROUTES, routes, type Scene, scene } from './scene.ts'

const FOLDER = process.env.PARLANCE_SHOTS ?? 'screenshots'
const PICTURES = '../docs/pictures'
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 }
const LOOKS = {
  phone: PHONE,
  tablet: { viewport: { width: 900, height: 1100 } },
  wide: { viewport: { width: 1440, height: 900 } },
  rtl: { viewport: { width: 1440, height: 900 } },
  // As a window of 1440 pixels is at 400 percent.
  zoom: { viewport: { width: 360, height: 225 }, deviceScaleFactor: 4 },
} as const
type Look = keyof typeof LOOKS

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

/** What stands in docs/pictures: its name, how it is looked at, and where. */
const SHOWN: readonly (readonly [name: string, look: Look, theme: 'light' | 'dark', at: (set: Scene) => string])[] = [
  ['chat', 'wide', 'light', set => `/c/${set.direct}`],
  ['chat-dark', 'wide', 'dark', set => `/c/${set.direct}`],
  ['chat-phone', 'phone', 'light', set => `/c/${set.direct}`],
  ['list-phone', 'phone', 'dark', () => '/'],
  ['group', 'wide', 'light', set => `/c/${set.group}/info`],
  ['right-to-left', 'rtl', 'light', set => `/c/${set.direct}`],
  ['menu', 'wide', 'light', () => 'message_menu'],
  ['search', 'wide', 'light', () => 'search_here'],
  ['profile', 'wide', 'light', () => '/u/lucia'],
  ['settings', 'wide', 'light', () => '/settings/appearance'],
  ['friends', 'wide', 'dark', () => '/friends'],
  ['sign-up', 'wide', 'light', () => '/signup'],
]

let set: Scene
let browser: Browser
beforeAll(async () => {
  set = await scene()
  browser = await launch()
})
afterAll(async () => {
  await browser?.close()
  await set?.server.stop()
})

const as = (look: Look) => person(browser, { ...LOOKS[look], baseURL: set.server.url })

async function enter(who: Person, look: Look) {
  await signIn(who, set.server, 'ana')
  if (look === 'rtl') await prefer(who, { locale: 'ar' })
}

async function goTo({ page }: Person, path: string) {
  await page.goto(path)
  await page.locator('h1').first().waitFor({ state: 'attached' })
  await page.evaluate(() => document.fonts.ready)
}

async function picture({ page }: Person, colorScheme: 'light' | 'dark', path: string) {
  await page.emulateMedia({ colorScheme })
  await page.waitForLoadState('networkidle')
  await page.screenshot({ path })
}

test('every screen', { timeout: 1_800_000 }, async () => {
  mkdirSync(FOLDER, { recursive: true })
  const name = (path: string) =>
    path
      .replaceAll(/[0-9a-f-]{36}/g, id => (id === set.group ? 'group' : 'direct'))
      .replace(set.invite, 'code')
      .replaceAll('/', '_') || '_'
  for (const look of Object.keys(LOOKS) as Look[]) {
    const who = await as(look)
    const both = async (of: Person, what: string) => {
      for (const theme of ['light', 'dark'] as const) await picture(of, theme, `${FOLDER}/${look}-${theme}${what}.png`)
    }
    const shoot = async (paths: readonly string[]) => {
      for (const path of paths) {
        await goTo(who, path)
        await both(who, name(path))
      }
    }
    await shoot(OPEN_ROUTES)
    if (look !== 'rtl') {
      const nora = await as(look)
      await newcomer(nora.page, set.server, `nora_${look}`, what => both(nora, `-${what}`))
      await nora.context.close()
    }
    await enter(who, look)
    await shoot(routes(set))
    // What opens by a click is found by its name in English.
    for (const [opened, open] of look === 'rtl' ? [] : Object.entries(OPENED)) {
      await open(who.page, `/c/${set.direct}`)
      await both(who, `-${opened}`)
    }
    await who.context.close()
  }
})

test('what the documentation shows', { timeout: 300_000 }, async () => {
  mkdirSync(PICTURES, { recursive: true })
  for (const [name, look, theme, at] of SHOWN) {
    const who = await as(look)
    const where = at(set)
    if (where !== '/signup') await enter(who, look)
    const open = OPENED[where]
    if (open) await open(who.page, `/c/${set.direct}`)
    else await goTo(who, where)
    // Menus have opened, and the date that shows while scrolling has gone.
    await who.page.waitForTimeout(2500)
    await picture(who, theme, `${PICTURES}/${name}.png`)
    await who.context.close()
  }
})
