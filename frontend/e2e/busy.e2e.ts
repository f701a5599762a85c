// Fifty messages a second come into the chat that is open, and one stands at its end: frames are printed, and held to
// limits that a busy machine keeps as well.
import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { many, part, say, UNLIMITED } from './crowd.ts'
import { type Account, account, launch, type Person, person, post, said, signIn } from './person.ts'
import { type Server, startServer } from './server.ts'

const CHATS = 200
const MESSAGES = 600
const SECONDS = 6
const A_SECOND = 50

let server: Server
let browser: Browser
let ana: Person
let leo: Account
let chat: string

beforeAll(async () => {
  server = await startServer(UNLIMITED)
  browser = await launch()
  const me = await account(server, 'ana', 'Ana García')
  leo = await account(server, 'leo', 'Leo Martin')
  await post(server, '/friend-requests', { user_id: leo.id }, me.token)
  await post(server, '/friend-requests', { user_id: me.id }, leo.token)
  await many(CHATS, n => post(server, '/chats', { title: `Group ${n}` }, me.token))
  chat = (await post(server, '/chats', { title: 'Busy', member_ids: [leo.id] }, me.token)).id
  await many(MESSAGES, n => say(server, chat, n % 2 ? me : leo, `Message ${n} with some *words* to it`))
  await post(server, `/chats/${chat}/read`, { seq: MESSAGES + 1 }, me.token, 'PUT')
  ana = await person(browser)
  await signIn(ana, server, 'ana')
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

interface Measured {
  frames: number[]
  tasks: number[]
  stop?: boolean
}

test('fifty messages a second hold nothing up, and the end stays in view', async () => {
  await ana.page.goto(`${server.url}/c/${chat}`)
  await ana.page.getByRole('article').last().waitFor()
  await ana.page.waitForTimeout(1000)
  await ana.page.evaluate(() => {
    const measured: Measured = { frames: [], tasks: [] }
    Object.assign(globalThis, { measured })
    new PerformanceObserver(list => {
      for (const entry of list.getEntries()) measured.tasks.push(entry.duration)
    }).observe({ type: 'longtask' })
    let last = 0
    const frame = (now: number) => {
      if (last) measured.frames.push(now - last)
      last = now
      if (!measured.stop) requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
  })
  const sent: Promise<unknown>[] = []
  const began = Date.now()
  for (let n = 0; n < SECONDS * A_SECOND; n += 1) {
    await new Promise(done => setTimeout(done, Math.max(0, began + (n * 1000) / A_SECOND - Date.now())))
    sent.push(say(server, chat, leo, `Quick ${n}. And so on.`))
  }
  await Promise.all(sent)
  await said(ana, `Quick ${SECONDS * A_SECOND - 1}.`).waitFor({ timeout: 120_000 })
  const { frames, tasks } = await ana.page.evaluate(() => {
    const { measured } = globalThis as unknown as { measured: Measured }
    measured.stop = true
    return measured
  })
  const rest = await ana.page.getByRole('feed').evaluate(e => e.scrollHeight - e.scrollTop - e.clientHeight)
  const ms = (time: number) => `${time.toFixed(1)} ms`
  console.log(
    `frames at ${A_SECOND} messages a second: p50 ${ms(part(frames, 0.5))}, p95 ${ms(part(frames, 0.95))}, ` +
      `p99 ${ms(part(frames, 0.99))}; long tasks ${tasks.length}, the longest ${ms(Math.max(0, ...tasks))}`,
  )
  expect(rest).toBeLessThan(2)
  // The aims are 34 ms and 100 ms; other work on the machine takes its share.
  expect(part(frames, 0.95)).toBeLessThanOrEqual(400)
  expect(Math.max(0, ...tasks)).toBeLessThanOrEqual(1000)
  expect(ana.faults).toEqual([])
})
