// The rows of a thread keep their side while messages are chosen, can be read in both themes, and stand right where
// text runs from right to left.
import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { say } from './crowd.ts'
import { type Account, account, launch, type Person, person, post, said, signIn } from './person.ts'
import { type Server, startServer } from './server.ts'

const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8')

let server: Server
let browser: Browser
let ana: Person
let me: Account
let leo: Account
let chat: string
let group: string
/** The messages at the beginning of either chat, which have to be scrolled to. */
let early: number

beforeAll(async () => {
  server = await startServer()
  browser = await launch()
  me = await account(server, 'ana', 'Ana García')
  leo = await account(server, 'leo', 'Leo Martin')
  const amal = await account(server, 'amal', 'أمل حداد')
  for (const friend of [leo, amal]) {
    await post(server, '/friend-requests', { user_id: friend.id }, me.token)
    await post(server, '/friend-requests', { user_id: me.id }, friend.token)
  }
  chat = (await post(server, `/chats/direct/${leo.id}`, undefined, me.token, 'PUT')).id
  group = (await post(server, '/chats', { title: 'Club', member_ids: [leo.id, amal.id] }, me.token)).id
  for (const into of [chat, group]) {
    await say(server, into, leo, '👍')
    await say(server, into, me, '🎉')
    await say(server, into, me, '😀😀')
    const first = await say(server, into, leo, 'A line in Latin letters that is long enough to be broken. '.repeat(4))
    await say(server, into, me, 'سطر بالعربية', { reply_to: first.seq })
    await say(server, into, me, 'Look at www.example.org or example.org/a, not at notes.md')
    let last = first
    early = into === chat ? first.seq : early
    for (let n = 0; n < 30; n += 1) last = await say(server, into, n % 3 ? leo : me, n % 5 ? `Line ${n}` : '❤️')
    await post(server, `/chats/${into}/read`, { seq: last.seq }, me.token, 'PUT')
  }
  ana = await person(browser)
  await signIn(ana, server, 'ana')
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

interface Found {
  violations: Array<{ id: string; nodes: Array<{ target: unknown[]; failureSummary?: string }> }>
}

async function violations(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe)
  const found = await page.evaluate(
    () =>
      (globalThis as unknown as { axe: { run(what: object, how: object): Promise<Found> } }).axe.run(
        { include: ['main'] },
        { resultTypes: ['violations'] },
      ),
    undefined,
  )
  return found.violations.map(
    ({ id, nodes }) => `${id} ${nodes.map(n => `${n.target} ${n.failureSummary}`).join(' | ')}`,
  )
}

/** The ratio of two colors as the browser paints them, whatever they are written as. */
const contrast = (page: Page, selector: string) =>
  page
    .locator(selector)
    .first()
    .evaluate(element => {
      const pen = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })
      const light = (color: string) => {
        if (!pen) return Number.NaN
        pen.fillStyle = color
        pen.fillRect(0, 0, 1, 1)
        const [r, g, b] = [...pen.getImageData(0, 0, 1, 1).data].map(value => {
          const part = value / 255
          return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
        })
        return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0)
      }
      let ground: Element | null = element
      while (ground && getComputedStyle(ground).backgroundColor === 'rgba(0, 0, 0, 0)') ground = ground.parentElement
      const two = [getComputedStyle(element).color, getComputedStyle(ground ?? element).backgroundColor].map(light)
      return (Math.max(...two) + 0.05) / (Math.min(...two) + 0.05)
    })

test('every row passes, also those that have to be scrolled to', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await ana.page.emulateMedia({ colorScheme })
    for (const path of [chat, group]) {
      await ana.page.goto(`${server.url}/c/${path}`)
      await said(ana, 'Line 29').waitFor()
      for (let step = 0; step < 4; step += 1) {
        expect(await violations(ana.page), `${colorScheme}, step ${step}`).toEqual([])
        await ana.page.getByRole('feed').evaluate(e => {
          e.scrollTop -= e.clientHeight * 0.8
        })
        // The day that shows while scrolling fades again.
        await ana.page.waitForTimeout(2000)
      }
      // An emoji has no letters, so axe does not look at what stands beside it.
      expect(await contrast(ana.page, '[data-mine="true"][data-emoji] time'), colorScheme).toBeGreaterThan(4.5)
      expect(await contrast(ana.page, '[data-mine="false"][data-emoji] time'), colorScheme).toBeGreaterThan(4.5)
    }
  }
})

test('chosen rows keep their side, and their marks stand in a column', async () => {
  await ana.page.goto(`${server.url}/c/${group}`)
  await said(ana, 'Line 28').waitFor()
  const places = () =>
    ana.page.getByRole('feed').evaluate(e =>
      [...e.querySelectorAll('article')].map(row => {
        const bubble = row.querySelector('[dir="auto"]')?.getBoundingClientRect()
        const mark = row.querySelector('input')?.getBoundingClientRect()
        return {
          seq: row.dataset.seq,
          mine: row.dataset.mine,
          left: bubble?.left ?? 0,
          right: bubble?.right ?? 0,
          mark: mark?.left,
        }
      }),
    )
  const before = await places()
  await said(ana, 'Line 28').click({ button: 'right' })
  await ana.page.getByRole('menuitem', { name: 'Select' }).click()
  await ana.page.locator('header').filter({ hasText: '1 selected' }).waitFor()
  const after = await places()
  const both = after.filter(row => before.some(({ seq }) => seq === row.seq))
  expect(both.length).toBeGreaterThan(10)
  both.forEach(row => {
    const was = before.find(({ seq }) => seq === row.seq)
    if (row.mine === 'true') expect(Math.abs(row.right - (was?.right ?? 0))).toBeLessThanOrEqual(1)
    else expect(Math.abs(row.left - (was?.left ?? 0) - 36)).toBeLessThanOrEqual(1)
  })
  expect(new Set(after.map(row => row.mark).filter(left => left !== undefined)).size).toBe(1)
  // The whole row chooses, beside its bubble as well.
  const row = await said(ana, 'Line 26').boundingBox()
  await ana.page.mouse.click((row?.x ?? 0) + (row?.width ?? 0) - 20, (row?.y ?? 0) + 10)
  await ana.page.locator('header').filter({ hasText: '2 selected' }).waitFor()
  expect(await violations(ana.page)).toEqual([])
  await ana.page.keyboard.press('Escape')
})

test('addresses are links with and without what they begin with', async () => {
  await ana.page.goto(`${server.url}/c/${group}/m/${early}`)
  await said(ana, 'notes.md').waitFor()
  const links = () =>
    said(ana, 'notes.md')
      .getByRole('link')
      .evaluateAll(all => all.map(link => (link as HTMLAnchorElement).href))
  await expect.poll(links).toEqual(['https://www.example.org/', 'https://example.org/a'])
})

test('how far a message has come in a group is known after a reload, for each message', async () => {
  const seqs = []
  for (let n = 0; n < 5; n += 1) seqs.push((await say(server, group, me, `Come ${n}`)).seq)
  await post(server, `/chats/${group}/read`, { seq: seqs[2] }, leo.token, 'PUT')
  for (let time = 0; time < 2; time += 1) {
    await ana.page.goto(`${server.url}/c/${group}`)
    for (const [n, standing] of ['read', 'read', 'read'].entries())
      await ana.page
        .locator(`article[data-standing="${standing}"]`)
        .filter({ hasText: `Come ${n}` })
        .waitFor()
    for (const n of [3, 4])
      expect(await said(ana, `Come ${n}`).getAttribute('data-standing'), `Come ${n}`).not.toBe('read')
  }
})

test('from right to left words begin on their own side, and names on that of the page', async () => {
  await ana.page.evaluate(() => localStorage.setItem('parlance.preferences', JSON.stringify({ locale: 'ar' })))
  await ana.page.goto(`${server.url}/c/${chat}/m/${early}`)
  const at = (selector: string) => ana.page.locator(selector).first().boundingBox()
  await said(ana, 'سطر بالعربية').waitFor()
  const avatar = await at('main header span')
  // The name of another script stands beside the picture, not at the far end.
  const name = await ana.page.locator('main h1').evaluate(h1 => {
    const range = document.createRange()
    range.selectNodeContents(h1)
    return range.getBoundingClientRect().right
  })
  expect((avatar?.x ?? 0) - name).toBeLessThan(32)
  const words = await said(ana, 'سطر بالعربية').evaluate(row => {
    const box = (part: Element | null | undefined) => part?.getBoundingClientRect() ?? new DOMRect()
    const range = document.createRange()
    range.selectNodeContents(row.querySelector('a strong') as Element)
    const name = range.getBoundingClientRect()
    return {
      quote: box(row.querySelector('a')),
      name,
      time: box(row.querySelector('time')),
      bubble: box(row.querySelector('[dir="auto"]')),
    }
  })
  expect(words.quote.right - words.name.right).toBeLessThan(24)
  expect(words.time.left - words.bubble.left).toBeLessThan(48)
  // What is written in Latin letters begins at the left, with its time at the right, clear of the words.
  const latin = await said(ana, 'A line in Latin')
    .first()
    .evaluate(row => {
      const text = row.querySelector('[dir="auto"] > span') as Element
      const lines = [...text.getClientRects()]
      const time = (row.querySelector('time') as Element).getBoundingClientRect()
      const last = lines.at(-1) as DOMRect
      return {
        // A space at the end of a line is a box of its own.
        lefts: lines.filter(line => line.width > 12).map(line => Math.round(line.left)),
        gap: time.left - last.right,
        below: time.top >= last.bottom - 6,
      }
    })
  expect(new Set(latin.lefts).size).toBe(1)
  expect(latin.gap >= 8 || latin.below).toBe(true)
  const field = ana.page.locator('[data-composer]')
  await expect.poll(() => field.evaluate(e => getComputedStyle(e).direction)).toBe('rtl')
  await field.fill('Hello')
  await expect.poll(() => field.evaluate(e => getComputedStyle(e).direction)).toBe('ltr')
  const turned = await ana.page
    .locator('main form button[type="submit"] svg')
    .evaluate(e => getComputedStyle(e).transform)
  expect(turned).toMatch(/^matrix\(-1/)
  expect(await ana.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
  expect(ana.faults).toEqual([])
})
