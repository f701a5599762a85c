// The client has much before it: a chat of 100,000 messages, a list of a thousand chats, fifty messages a second, a
// slow telephone. This prints what it measures and fails over the limits of the design. `just prove-client`
import type { Browser, CDPSession } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Account, account, launch, type Person, person, post, signIn } from './person.ts'
import { type Server, startServer } from './server.ts'

const MESSAGES = Number(process.env.PARLANCE_MESSAGES ?? 100_000)
const CHATS = 998
const AT_ONCE = 24

let server: Server
let browser: Browser
let ana: Person
let devtools: CDPSession
let me: Account
let leo: Account
let long: string
let short: string

async function many(count: number, one: (n: number) => Promise<unknown>) {
  let next = 0
  const lane = async () => {
    while (next < count) await one(next++)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
}
const say = (chat: string, from: Account, text: string) =>
  post(server, `/chats/${chat}/messages`, { client_id: crypto.randomUUID(), text }, from.token)
const LINES = [
  'Hola',
  'I have never been there, but my sister says that the market on Saturdays is worth a visit.',
  '¿Puedes corregir esta frase?',
  'Se dice «me gusta», no «yo gusto». Pasa a menudo: el verbo va al revés que en inglés.',
  'ok 👍',
]

beforeAll(async () => {
  server = await startServer({ PARLANCE_LIMITS_SCALE: '100000' })
  browser = await launch(['--enable-precise-memory-info'])
  me = await account(server, 'ana', 'Ana García')
  leo = await account(server, 'leo', 'Leo Martin')
  await post(server, '/friend-requests', { user_id: leo.id }, me.token)
  await post(server, '/friend-requests', { user_id: me.id }, leo.token)
  const group = async (title: string) => (await post(server, '/chats', { title, member_ids: [leo.id] }, me.token)).id
  long = await group('Everything we ever said')
  short = await group('A short one')
  for (let n = 0; n < 60; n += 1) await say(short, leo, `Short ${n}`)
  for (const chat of [long, short]) await post(server, `/chats/${chat}/me`, { pinned: true }, me.token, 'PATCH')
  await many(CHATS, n => post(server, '/chats', { title: `Group ${n}` }, me.token))
  const began = Date.now()
  await many(MESSAGES, n => say(long, n % 2 ? me : leo, `${n} ${LINES[n % LINES.length]}`))
  console.log(`${MESSAGES} messages sent in ${Math.round((Date.now() - began) / 1000)} s`)
  await post(server, `/chats/${long}/read`, { seq: MESSAGES }, me.token, 'PUT')
  ana = await person(browser)
  devtools = await ana.context.newCDPSession(ana.page)
  await signIn(ana, server, 'ana')
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const part = (times: readonly number[], share: number) =>
  [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN
const ms = (time: number) => `${time.toFixed(1)} ms`

async function heap() {
  await devtools.send('HeapProfiler.collectGarbage')
  const { metrics } = await devtools.send('Performance.getMetrics')
  return (metrics.find(metric => metric.name === 'JSHeapUsedSize')?.value ?? Number.NaN) / 1e6
}

/** Scrolls by so many pixels in each frame; how long each frame took. */
const scroll = (selector: string, pixels: number, frames: number) =>
  ana.page.evaluate(
    async ([selector, pixels, frames]) => {
      const element = document.querySelector(selector as string)
      if (!element) throw new Error('nothing to scroll')
      const times: number[] = []
      let last = 0
      for (let n = 0; n < Number(frames); n += 1) {
        element.scrollTop += Number(pixels)
        const now = await new Promise<number>(requestAnimationFrame)
        if (last) times.push(now - last)
        last = now
      }
      return times
    },
    [selector, pixels, frames] as const,
  )

test(`a chat of ${MESSAGES} messages scrolls, and memory stays bounded`, async () => {
  await devtools.send('Performance.enable')
  await ana.page.goto(`${server.url}/c/${long}`)
  await ana.page.getByRole('article').last().waitFor()
  const before = await heap()
  const frames: number[] = []
  const jumps: number[] = []
  for (let n = 1; n <= 10; n += 1) {
    const seq = Math.max(1, Math.round((MESSAGES * n) / 11))
    const began = Date.now()
    await ana.page.evaluate(path => {
      history.pushState(null, '', path)
      dispatchEvent(new PopStateEvent('popstate', { state: null }))
    }, `/c/${long}/m/${seq}`)
    await ana.page.locator(`article[data-seq="${seq}"]`).waitFor()
    jumps.push(Date.now() - began)
    frames.push(...(await scroll('#messages', -60, 300)))
  }
  const rows = await ana.page.getByRole('article').count()
  const elements = await ana.page.evaluate(() => document.querySelectorAll('*').length)
  const slow = frames.filter(time => time > 34).length / frames.length
  const after = await heap()
  console.log(
    `frames p50 ${ms(part(frames, 0.5))}, p95 ${ms(part(frames, 0.95))}, over 34 ms ${(slow * 100).toFixed(1)} %; ` +
      `jumps p50 ${part(jumps, 0.5)} ms, most ${Math.max(...jumps)} ms; rows ${rows}, elements ${elements}; ` +
      `heap ${before.toFixed(1)} MB before, ${after.toFixed(1)} MB after`,
  )
  expect(rows).toBeLessThanOrEqual(60)
  expect(elements).toBeLessThanOrEqual(1500)
  expect(after).toBeLessThanOrEqual(60)
  expect(slow).toBeLessThanOrEqual(0.02)
})

test('a chat that is cached opens at once', async () => {
  const list = ana.page.getByRole('navigation', { name: 'Chats' })
  const times: number[] = []
  await list
    .getByRole('link', { name: /A short one/ })
    .first()
    .click()
  await ana.page.getByRole('heading', { name: 'A short one' }).waitFor()
  for (let n = 0; n < 20; n += 1) {
    const to = n % 2 === 0 ? long : short
    times.push(
      await ana.page.evaluate(async path => {
        const link = document.querySelector<HTMLElement>(`nav a[href="${path}"]`)
        const began = performance.now()
        link?.click()
        for (;;) {
          await new Promise(requestAnimationFrame)
          if (location.pathname === path && document.querySelector('#messages article')) break
        }
        return performance.now() - began
      }, `/c/${to}`),
    )
  }
  console.log(`opening a cached chat: p50 ${ms(part(times, 0.5))}, p95 ${ms(part(times, 0.95))}`)
  expect(part(times, 0.95)).toBeLessThanOrEqual(100)
})

test('a thousand chats scroll', async () => {
  const frames = await scroll('[data-region="list"]', 72, 600)
  console.log(`frames of the list: p50 ${ms(part(frames, 0.5))}, p95 ${ms(part(frames, 0.95))}`)
  expect(part(frames, 0.95)).toBeLessThanOrEqual(34)
})

test('fifty messages a second hold nothing up', async () => {
  await ana.page.goto(`${server.url}/c/${long}`)
  await ana.page.getByRole('article').last().waitFor()
  await ana.page.evaluate(() => {
    const seen: number[] = []
    Object.assign(globalThis, { longTasks: seen })
    new PerformanceObserver(list => {
      for (const entry of list.getEntries()) seen.push(entry.duration)
    }).observe({ type: 'longtask' })
  })
  for (let second = 0; second < 10; second += 1) {
    const began = Date.now()
    await Promise.all(Array.from({ length: 50 }, (_, n) => say(long, leo, `${second}.${n} ${LINES[n % LINES.length]}`)))
    await new Promise(resolve => setTimeout(resolve, Math.max(0, 1000 - (Date.now() - began))))
  }
  await ana.page.getByRole('article').filter({ hasText: '9.49' }).waitFor()
  const tasks = await ana.page.evaluate(() => (globalThis as unknown as { longTasks: number[] }).longTasks)
  console.log(`long tasks: ${tasks.length}, the longest ${Math.round(Math.max(0, ...tasks))} ms`)
  expect(Math.max(0, ...tasks)).toBeLessThanOrEqual(100)
})

test('a slow telephone shows the way in and a chat soon', async () => {
  const paints: number[] = []
  const chats: number[] = []
  for (let n = 0; n < 3; n += 1) {
    const who = await person(browser, { viewport: { width: 390, height: 844 } })
    const slow = await who.context.newCDPSession(who.page)
    await slow.send('Emulation.setCPUThrottlingRate', { rate: 4 })
    await slow.send('Network.enable')
    await slow.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 150,
      downloadThroughput: 1.6e6 / 8,
      uploadThroughput: 0.75e6 / 8,
    })
    await who.page.goto(`${server.url}/login`)
    await who.page.getByLabel('Password', { exact: true }).waitFor()
    paints.push(
      await who.page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN),
    )
    await signIn(who, server, 'leo')
    const began = Date.now()
    await who.page.goto(`${server.url}/c/${short}`)
    await who.page.getByRole('article').last().waitFor()
    chats.push(Date.now() - began)
    await who.context.close()
  }
  console.log(`slowed down: first paint ${ms(part(paints, 0.5))}, thread ${ms(part(chats, 0.5))} (medians of 3)`)
  expect(part(paints, 0.5)).toBeLessThanOrEqual(2500)
  expect(part(chats, 0.5)).toBeLessThanOrEqual(3000)
})
