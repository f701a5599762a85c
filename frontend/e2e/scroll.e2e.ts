// The rules of scrolling hold in a chat of some hundred messages, and memory stays bounded in a long scroll.
import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Account, account, launch, type Person, person, post, signIn } from './person.ts'
import { type Server, startServer, until } from './server.ts'

const MANY = 300

let server: Server
let browser: Browser
let ana: Person
let leo: Account
let me: Account
let chat: string

const say = (text: string) =>
  post(server, `/chats/${chat}/messages`, { client_id: crypto.randomUUID(), text }, leo.token)
const feed = () => ana.page.getByRole('feed')
const fromBottom = () => feed().evaluate(e => e.scrollHeight - e.scrollTop - e.clientHeight)
const settle = () =>
  ana.page.evaluate(
    () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(done)))),
  )
const scrollBy = async (pixels: number) => {
  await feed().evaluate((e, by) => {
    e.scrollTop += by
  }, pixels)
  await settle()
}
/** The first message wholly in view, and how far its top is below the top of the view. */
const anchor = () =>
  feed().evaluate(e => {
    const top = e.getBoundingClientRect().top
    const seen = [...e.querySelectorAll<HTMLElement>('[data-seq]')].find(
      row => row.getBoundingClientRect().top > top + 100,
    )
    return { seq: Number(seen?.dataset.seq), top: (seen?.getBoundingClientRect().top ?? 0) - top }
  })
/** Numbers of the messages in the page. */
const seqs = () =>
  feed().evaluate(e => [...e.querySelectorAll<HTMLElement>('[data-seq]')].map(row => Number(row.dataset.seq)))
const topOf = (seq: number) =>
  feed().evaluate((e, wanted) => {
    const row = e.querySelector(`[data-seq="${wanted}"]`)
    return row ? row.getBoundingClientRect().top - e.getBoundingClientRect().top : Number.NaN
  }, seq)

beforeAll(async () => {
  server = await startServer()
  browser = await launch(['--enable-precise-memory-info', '--js-flags=--expose-gc'])
  me = await account(server, 'ana', 'Ana García')
  leo = await account(server, 'leo', 'Leo Martin')
  const direct = await post(server, `/chats/direct/${leo.id}`, undefined, me.token, 'PUT')
  chat = direct.id
  await post(server, `/chats/${chat}/messages`, { client_id: crypto.randomUUID(), text: 'Hello' }, me.token)
  await post(server, `/chats/${chat}/accept`, undefined, leo.token)
  for (let n = 1; n <= MANY; n += 1) await say(`Message ${n} ${'and more '.repeat(n % 9)}`)
  ana = await person(browser)
  await signIn(ana, server, 'ana')
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

test('1, 9: a chat opens at its first unread message, below the line that stays until one writes', async () => {
  await ana.page.getByRole('link', { name: /Leo Martin/ }).click()
  const divider = ana.page.getByText(/^[\d,]+ new messages?$/)
  await divider.waitFor()
  await settle()
  const first = await anchor()
  expect(first.seq).toBeLessThan(12)
  const below = await divider.evaluate(
    e => e.getBoundingClientRect().top - (e.closest('[role=feed]')?.getBoundingClientRect().top ?? 0),
  )
  expect(Math.abs(below - 64)).toBeLessThanOrEqual(40)
})

test('10: what was seen is read, what was not is not', async () => {
  const unread = async () => (await post(server, `/chats/${chat}`, undefined, me.token, 'GET')).unread
  await until(async () => (await unread()) < MANY)
  expect(await unread()).toBeGreaterThan(MANY - 60)
})

test('2, 8: away from the bottom nothing moves, the button counts, and leads to the end', async () => {
  const before = await anchor()
  await say('While you read')
  await ana.page.getByRole('button', { name: 'To the newest message' }).getByText(/^\d+$/).waitFor()
  await settle()
  expect(Math.abs((await topOf(before.seq)) - before.top)).toBeLessThanOrEqual(1)
  await ana.page.getByRole('button', { name: 'To the newest message' }).click()
  await ana.page.getByRole('article').filter({ hasText: 'While you read' }).waitFor()
  await until(async () => (await fromBottom()) < 2)
})

test('2: at the bottom new messages and a growing composer keep the end in view', async () => {
  await say('One more line')
  await ana.page.getByRole('article').filter({ hasText: 'One more line' }).waitFor()
  await until(async () => (await fromBottom()) < 2)
  await ana.page.getByLabel('Message', { exact: true }).fill('a\nb\nc\nd\ne\nf')
  await settle()
  await until(async () => (await fromBottom()) < 2)
  await ana.page.getByLabel('Message', { exact: true }).fill('')
})

test('3, 7: older pages come in front without moving a pixel, under a date that shows while scrolling', async () => {
  let worst = 0
  let compared = 0
  let dated = 0
  const first = async () => Math.min(...(await seqs()))
  const begun = await first()
  for (let step = 0; step < 30; step += 1) {
    await scrollBy(-240)
    const before = await anchor()
    dated += await ana.page
      .locator('[data-shown="true"] > button')
      .filter({ hasText: /^today$/i })
      .count()
    await ana.page.evaluate(() => new Promise(done => setTimeout(done, 30)))
    const now = await topOf(before.seq)
    if (Number.isNaN(now)) continue
    compared += 1
    worst = Math.max(worst, Math.abs(now - before.top))
  }
  expect(worst).toBeLessThanOrEqual(1)
  // It was measured on rows that were there, older ones came, and one date stood above them all the way.
  expect(compared).toBeGreaterThan(25)
  expect(await first()).toBeLessThan(begun - 30)
  expect(dated).toBeGreaterThan(25)
  expect(dated).toBeLessThanOrEqual(30)
})

test('5: a row above the view that changes its height moves nothing', async () => {
  const before = await anchor()
  const found = await feed().evaluate(e => {
    const top = e.getBoundingClientRect().top
    const above = [...e.querySelectorAll<HTMLElement>('article')]
      .filter(row => row.getBoundingClientRect().bottom < top)
      .at(-1)
    if (above) above.style.paddingBottom = '120px'
    return above !== undefined
  })
  expect(found).toBe(true)
  await settle()
  await settle()
  expect(Math.abs((await topOf(before.seq)) - before.top)).toBeLessThanOrEqual(1)
})

test('1: coming back in the same visit shows the message where one was', async () => {
  const before = await anchor()
  await ana.page.getByRole('button', { name: 'Menu' }).click()
  await ana.page.getByRole('menuitem', { name: 'Settings' }).click()
  // The settings are a chunk of their own: until it is here, the thread still is.
  await ana.page.waitForURL(/\/settings/)
  await feed().waitFor({ state: 'detached' })
  await ana.page.goBack()
  await until(async () => Math.abs((await topOf(before.seq)) - before.top) <= 3)
})

test('6: what I send brings me to the end', async () => {
  await ana.page.getByLabel('Message', { exact: true }).fill('From far above')
  await ana.page.keyboard.press('Enter')
  await until(async () => (await fromBottom()) < 2)
  await ana.page.getByRole('article').filter({ hasText: 'From far above' }).waitFor()
})

test('8: a link to a message shows it in the middle, and marks it for a moment', async () => {
  await ana.page.goto(`${server.url}/c/${chat}/m/150`)
  await ana.page.locator('[data-seq="150"]').waitFor()
  await until(async () => {
    const top = await topOf(150)
    return top > 150 && top < 600
  })
})

test('4: a hole is shown and can be filled', async () => {
  await ana.page.route('**/messages?after=*', route =>
    route.fulfill({ status: 503, contentType: 'application/json', body: '{}' }),
  )
  await ana.page.goto(`${server.url}/c/${chat}/m/20`)
  await ana.page.locator('[data-seq="20"]').waitFor()
  await until(async () => {
    await scrollBy(2000)
    return (await ana.page.getByRole('button', { name: 'Load missing messages' }).count()) > 0
  })
  await ana.page.unroute('**/messages?after=*')
  const filled = ana.page.waitForResponse(answer => answer.url().includes('after=') && answer.ok())
  await ana.page.getByRole('button', { name: 'Load missing messages' }).click()
  await filled
  // The refusals were ours.
  expect(ana.faults.filter(fault => !fault.includes('503'))).toEqual([])
  ana.faults.length = 0
})

test('few rows are in the page, and memory stays bounded', async () => {
  const rows = await ana.page.getByRole('article').count()
  const elements = await ana.page.evaluate(() => document.querySelectorAll('*').length)
  const heap = await ana.page.evaluate(() => {
    ;(globalThis as { gc?: () => void }).gc?.()
    return (performance as { memory?: { usedJSHeapSize: number } }).memory?.usedJSHeapSize ?? 0
  })
  console.log(`rows ${rows}, elements ${elements}, heap ${(heap / 1e6).toFixed(1)} MB`)
  expect(rows).toBeGreaterThan(5)
  expect(rows).toBeLessThanOrEqual(60)
  expect(elements).toBeLessThanOrEqual(1500)
  expect(heap).toBeLessThan(60e6)
  expect(ana.faults).toEqual([])
})
