// Every page is held to axe's rules, in light and dark, from right to left, on a phone; none breaks the policy or puts
// an error in the console.
import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newcomer } from './newcomer.ts'
import { launch, type Person, person, prefer, signIn } from './person.ts'
import { OPEN_ROUTES, routes, type Scene, scene } from './scene.ts'
import { until } from './server.ts'

const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8')
const ALL_RULES = {
  type: 'tag',
  values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
} as const
const COLOR_RULES = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } as const
const PHONE = { width: 390, height: 844 }

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

interface Found {
  violations: Array<{ id: string; nodes: Array<{ target: unknown[]; failureSummary?: string }> }>
}

type Axe = { run(what: Document, options: object): Promise<Found> }

/** Looks once nothing fades any more. All rules look at the document; in the dark, where it is the same document, those that look at its colors. */
async function violations(page: Page, where: string, colorScheme: 'light' | 'dark'): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe)
  await page.evaluate(() => {
    const ending = document.getAnimations().filter(one => one.effect?.getComputedTiming().iterations !== Infinity)
    return Promise.allSettled(ending.map(one => one.finished)).then(() => undefined)
  })
  const found = await page.evaluate(
    runOnly => (globalThis as unknown as { axe: Axe }).axe.run(document, { runOnly, resultTypes: ['violations'] }),
    colorScheme === 'light' ? ALL_RULES : COLOR_RULES,
  )
  return found.violations.map(
    ({ id, nodes }) =>
      `${where}: ${id} ${nodes.map(node => `${node.target} ${node.failureSummary ?? ''}`).join(' | ')}`,
  )
}

async function walk(
  who: Person,
  name: string,
  paths: readonly string[],
  looks = ['light', 'dark'] as ('light' | 'dark')[],
): Promise<string[]> {
  const all: string[] = []
  for (const path of paths) {
    await who.page.goto(set.server.url + path)
    await who.page.locator('h1').first().waitFor({ state: 'attached' })
    await until(async () => (await who.page.getByText('Loading…').count()) === 0)
    for (const colorScheme of looks) {
      await who.page.emulateMedia({ colorScheme })
      all.push(...(await violations(who.page, `${name} ${colorScheme} ${path}`, colorScheme)))
    }
  }
  return all
}

test('the way in, light and dark', async () => {
  const who = await person(browser)
  expect(await walk(who, 'way in', OPEN_ROUTES)).toEqual([])
  expect(who.faults).toEqual([])
  await who.context.close()
})

test('every page, light and dark', async () => {
  const who = await person(browser)
  await signIn(who, set.server, 'ana')
  expect(await walk(who, 'page', routes(set))).toEqual([])
  expect(who.faults).toEqual([])
  await who.context.close()
  // Every page is looked at twice, and there are more of them than in any other test.
}, 240_000)

test('what a newcomer and an administrator see, light and dark', async () => {
  const who = await person(browser)
  const found: string[] = []
  await newcomer(who.page, set.server, 'nora', async name => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await who.page.emulateMedia({ colorScheme })
      found.push(...(await violations(who.page, `${name} ${colorScheme}`, colorScheme)))
    }
  })
  expect(found).toEqual([])
  expect(who.faults.filter(fault => !/ 40[13]/.test(fault))).toEqual([])
  await who.context.close()
})

test('from right to left: the list is on the right, and nothing sticks out', async () => {
  const who = await person(browser)
  await signIn(who, set.server, 'ana')
  await prefer(who, { locale: 'ar' })
  expect(await walk(who, 'ar', [`/c/${set.direct}`, `/c/${set.group}/info`, '/settings'], ['light'])).toEqual([])
  const { left, over } = await who.page.evaluate(() => ({
    left: [...document.querySelectorAll('nav')].find(nav => nav.offsetWidth > 0)?.getBoundingClientRect().left ?? 0,
    over: document.documentElement.scrollWidth - innerWidth,
  }))
  expect(left).toBeGreaterThan(700)
  expect(over).toBeLessThanOrEqual(0)
  // Names and words of every script begin below each other.
  await who.page.goto(`${set.server.url}/c/${set.direct}`)
  await who.page.locator('nav li a bdi').first().waitFor()
  const apart = await who.page.locator('nav li > a > span:last-child').evaluateAll(rows =>
    rows.map(row => {
      const [name, words] = [
        row.querySelector('span > span'),
        row.querySelector('span:nth-child(2) > span > :first-child'),
      ]
      const right = (element: Element | null) => element?.getBoundingClientRect().right ?? 0
      return Math.round(Math.abs(right(name) - right(words)))
    }),
  )
  expect(apart.length).toBeGreaterThan(3)
  expect(Math.max(...apart)).toBeLessThanOrEqual(1)
  expect(who.faults).toEqual([])
  await who.context.close()
})

test('on a phone one column is shown, Back leads to the list, and nothing sticks out', async () => {
  const who = await person(browser, { viewport: PHONE, hasTouch: true, isMobile: true })
  await signIn(who, set.server, 'ana')
  expect(await walk(who, 'phone', ['/', `/c/${set.direct}`, '/settings/privacy', '/friends'], ['light'])).toEqual([])
  await who.page.goto(`${set.server.url}/`)
  await who.page.getByRole('link', { name: /Lucía/ }).click()
  await who.page.getByRole('feed').waitFor()
  await expect.poll(() => who.page.getByRole('navigation', { name: 'Chats' }).isVisible()).toBe(false)
  await expect
    .poll(() => who.page.evaluate(() => document.documentElement.scrollWidth - innerWidth))
    .toBeLessThanOrEqual(0)
  await who.page.getByRole('button', { name: 'Back' }).click()
  await who.page.getByRole('navigation', { name: 'Chats' }).waitFor()
  expect(who.faults).toEqual([])
  await who.context.close()
})

test('the pseudo-locale shows no text that is not in the catalogue', async () => {
  const who = await person(browser)
  await signIn(who, set.server, 'ana')
  await prefer(who, { locale: 'en-XA' })
  for (const path of ['/settings', '/settings/privacy', '/friends', '/new/group']) {
    await who.page.goto(set.server.url + path)
    await who.page.locator('h1').first().waitFor()
    // What people wrote has a direction of its own; levels are codes.
    const plain = await who.page
      .locator('main :is(h1, h2, label, legend, button):not([dir="auto"])')
      .evaluateAll(all =>
        all
          .map(e => e.textContent?.trim() ?? '')
          .filter(text => text !== '' && !text.startsWith('[') && !text.includes('@') && !/^[ABC][12]$/.test(text)),
      )
    expect(plain, path).toEqual([])
  }
  await who.context.close()
})

test('the keyboard reaches the parts of the window, and the help tells its keys', async () => {
  const who = await person(browser)
  await signIn(who, set.server, 'ana')
  await who.page.goto(`${set.server.url}/c/${set.direct}`)
  await who.page.getByRole('feed').getByRole('article').first().waitFor()
  await who.page.keyboard.press('Control+Shift+f')
  await expect.poll(() => who.page.evaluate(() => document.activeElement?.getAttribute('type'))).toBe('search')
  const seen = new Set<string>()
  for (let n = 0; n < 4; n += 1) {
    await who.page.keyboard.press('F6')
    seen.add(await who.page.evaluate(() => document.activeElement?.tagName ?? ''))
  }
  expect([...seen].sort()).toEqual(['A', 'ARTICLE', 'INPUT', 'TEXTAREA'])
  await who.page.keyboard.press('Control+/')
  await who.page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
  await who.page.keyboard.press('Escape')
  await expect.poll(() => who.page.getByRole('dialog').count()).toBe(0)
  expect(who.faults).toEqual([])
  await who.context.close()
})
