// Rows of the list slide to their new places, and nothing moves for those who want less motion: by the system's word or
// by the setting.
import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { say } from './crowd.ts'
import { type Account, account, launch, type Person, person, post, said, signIn } from './person.ts'
import { type Server, startServer } from './server.ts'

const CHATS = 30

let server: Server
let browser: Browser
let me: Account
let leo: Account
/** The newest is the last. */
const chats: string[] = []

beforeAll(async () => {
  server = await startServer()
  browser = await launch()
  me = await account(server, 'ana', 'Ana García')
  leo = await account(server, 'leo', 'Leo Martin')
  for (const [one, other] of [
    [me, leo],
    [leo, me],
  ] as const)
    await post(server, '/friend-requests', { user_id: other.id }, one.token)
  for (let n = 0; n < CHATS; n += 1)
    chats.push((await post(server, '/chats', { title: `Group ${n}.`, member_ids: [leo.id] }, me.token)).id)
}, 60_000)
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

interface Seen {
  name: string
  from: string
  takes: number
}

/** Notes every animation that begins and takes time, by looking at each frame. */
async function watch(who: Person) {
  await who.context.addInitScript(() => {
    const seen: Seen[] = []
    Object.assign(globalThis, { seen })
    const known = new WeakSet<Animation>()
    const look = () => {
      for (const one of document.getAnimations()) {
        if (known.has(one)) continue
        known.add(one)
        const effect = one.effect as KeyframeEffect
        if (Number(effect.getComputedTiming().activeDuration) === 0) continue
        const [from, ...rest] = effect.getKeyframes()
        const properties = Object.keys(rest.at(-1) ?? {}).filter(
          name => !['offset', 'easing', 'composite', 'computedOffset'].includes(name),
        )
        seen.push({
          name: `${effect.target?.nodeName} ${effect.target?.textContent?.slice(0, 30)} ${properties}`,
          from: String(from?.transform),
          takes: Number(effect.getComputedTiming().activeDuration),
        })
      }
      requestAnimationFrame(look)
    }
    look()
  })
}

/** What has begun until now: two frames later all of it was looked at. */
const seen = (who: Person) =>
  who.page.evaluate(async () => {
    for (const _ of [1, 2]) await new Promise(requestAnimationFrame)
    return (globalThis as unknown as { seen: Seen[] }).seen
  })
const forget = (who: Person) =>
  who.page.evaluate(() => (globalThis as unknown as { seen: Seen[] }).seen.splice(0).length)
const rows = (who: Person) => who.page.locator('[data-region="list"] li > a')

async function comes(who: Person, n: number) {
  await say(server, chats[n] ?? '', leo, `Hello ${n}`)
  await expect.poll(() => rows(who).first().textContent()).toContain(`Group ${n}.`)
}

test('a row that moves up slides there, those it passes make room, and others stand still', async () => {
  const ana = await person(browser)
  await watch(ana)
  await signIn(ana, server, 'ana')
  await ana.page.goto(server.url)
  await rows(ana).first().waitFor()
  // What slides them comes in a chunk of its own, when the page has nothing else to do.
  let next = CHATS - 4
  await expect
    .poll(
      async () => {
        await forget(ana)
        await comes(ana, next--)
        return (await seen(ana)).filter(one => one.from.startsWith('translateY')).length
      },
      { timeout: 20_000 },
    )
    .toBeGreaterThan(1)
  const moved = (await seen(ana)).filter(one => one.from.startsWith('translateY'))
  const up = moved.filter(one => !one.from.includes('-'))
  expect(up).toHaveLength(1)
  for (const one of moved) expect(one.takes).toBe(200)
  expect(up[0]?.name).toContain(`Group ${next + 1}.`)
  for (const one of moved) expect(one.name).toMatch(/ transform$/)
  for (const one of moved) if (one !== up[0]) expect(one.from).toBe('translateY(-72px)')
  // The lower one of the list is far away: it comes from the edge, and only what is in view moves.
  await forget(ana)
  await comes(ana, 0)
  await expect.poll(async () => (await seen(ana)).length).toBeGreaterThan(1)
  const far = await seen(ana)
  const px = (one: Seen) => Number.parseFloat(one.from.slice('translateY('.length))
  expect(Math.max(...far.map(px))).toBeLessThanOrEqual(900)
  expect(far.length).toBeLessThanOrEqual(Math.ceil(900 / 72) + 1)
  expect(ana.faults).toEqual([])
  await ana.context.close()
})

for (const [how, ...to] of [
  ['the system', 5, 12, 9],
  ['the setting', 6, 13, 10],
] as const) {
  test(`nothing moves for those who want less motion by ${how}`, async () => {
    const ana = await person(browser, how === 'the system' ? { reducedMotion: 'reduce' } : {})
    await watch(ana)
    await signIn(ana, server, 'ana')
    if (how === 'the setting') {
      await ana.page.goto(`${server.url}/settings/appearance`)
      await ana.page.getByLabel('Less motion').click()
      await expect.poll(() => ana.page.evaluate(() => document.documentElement.dataset.motion)).toBe('less')
    }
    await ana.page.goto(server.url)
    await rows(ana).first().waitFor()
    // What slides the rows is there, and does nothing.
    await expect
      .poll(() =>
        ana.page.evaluate(() =>
          performance
            .getEntriesByType('resource')
            .map(({ name }) => name)
            .join(),
        ),
      )
      .toContain('/Reorder-')
    await ana.page.waitForLoadState('networkidle')
    await forget(ana)
    for (const n of to) await comes(ana, n)
    expect(await seen(ana), 'the list').toEqual([])
    await rows(ana).first().click({ button: 'right' })
    await ana.page.getByRole('menu').waitFor()
    await ana.page.keyboard.press('Escape')
    await ana.page.getByRole('menu').waitFor({ state: 'detached' })
    expect(await seen(ana), 'a menu').toEqual([])
    await rows(ana).first().click()
    await said(ana, `Hello ${to[2]}`).waitFor()
    expect(await seen(ana), 'a chat').toEqual([])
    await ana.page.getByRole('textbox', { name: /Message/ }).fill('On my way')
    await ana.page.keyboard.press('Enter')
    await said(ana, 'On my way').waitFor()
    await say(server, chats[to[2]] ?? '', leo, 'See you')
    await said(ana, 'See you').waitFor()
    expect(await seen(ana), 'messages').toEqual([])
    await ana.page.keyboard.press('Control+k')
    await ana.page.getByRole('dialog').waitFor()
    await ana.page.keyboard.press('Escape')
    await ana.page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(await seen(ana), 'a dialog').toEqual([])
    expect(ana.faults).toEqual([])
    await ana.context.close()
  })
}
