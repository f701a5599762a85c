// A long list and the first paint are measured: counts are held to their limits, times are printed.
import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { account, launch, type Person, person, post, signIn } from './person.ts'
import { type Server, startServer } from './server.ts'

const CHATS = 990
const AT_ONCE = 10

let server: Server
let browser: Browser
let ana: Person

beforeAll(async () => {
  server = await startServer()
  browser = await launch()
  const me = await account(server, 'ana', 'Ana García')
  for (let made = 0; made < CHATS; made += AT_ONCE) {
    await Promise.all(
      Array.from({ length: AT_ONCE }, (_, n) => post(server, '/chats', { title: `Group ${made + n}` }, me.token)),
    )
  }
  ana = await person(browser)
  await signIn(ana, server, 'ana')
  await ana.page.getByRole('link', { name: /Group/ }).first().waitFor()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

test('a thousand chats scroll, with few of them in the page', async () => {
  const list = ana.page.locator('[data-region="list"]')
  const frames = await list.evaluate(async element => {
    const times: number[] = []
    let last = 0
    for (let n = 0; n < 300; n += 1) {
      element.scrollTop += 72
      const now = await new Promise<number>(requestAnimationFrame)
      if (last) times.push(now - last)
      last = now
    }
    return times.sort((a, b) => a - b)
  })
  const rows = await list.locator('a').count()
  const elements = await ana.page.evaluate(() => document.querySelectorAll('*').length)
  const at = (part: number) => frames[Math.floor(frames.length * part)]?.toFixed(1)
  console.log(
    `frames of the list: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms; rows ${rows}, elements ${elements}`,
  )
  expect(rows).toBeLessThanOrEqual(60)
  expect(elements).toBeLessThanOrEqual(1500)
})

test('the way in paints soon', async () => {
  const times: number[] = []
  for (let n = 0; n < 5; n += 1) {
    const who = await person(browser)
    await who.page.goto(`${server.url}/login`)
    await who.page.getByLabel('Password', { exact: true }).waitFor()
    // The entry is made a moment after the paint.
    times.push(
      await who.page.evaluate(
        () =>
          new Promise<number>(done => {
            new PerformanceObserver(list => {
              const paint = list.getEntriesByName('first-contentful-paint')[0]
              if (paint) done(paint.startTime)
            }).observe({ type: 'paint', buffered: true })
          }),
      ),
    )
    await who.context.close()
  }
  times.sort((a, b) => a - b)
  console.log(`first contentful paint of /login, median of 5: ${times[2]?.toFixed(0)} ms`)
  expect(times[2]).toBeLessThan(5000)
})
