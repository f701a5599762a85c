// A message is acted on where it stands: a bar beside it, any emoji as a reaction, a double click, a swipe, a link to
// it; and a jump leads back to where it began.
import type { Browser, Locator } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { say } from './crowd.ts'
import { type Account, account, launch, type Person, person, post, prefer, said, signIn } from './person.ts'
import { type Server, startServer, until } from './server.ts'

let server: Server
let browser: Browser
let ana: Person
let leo: Person
let me: Account
let chat: string
let first: number

const FIRST = 'The first of them, which is answered'

beforeAll(async () => {
  server = await startServer()
  browser = await launch()
  me = await account(server, 'ana', 'Ana García')
  const other = await account(server, 'leo', 'Leo Martin')
  await account(server, 'mia', 'Mia Rossi')
  chat = (await post(server, `/chats/direct/${other.id}`, undefined, me.token, 'PUT')).id
  first = (await say(server, chat, me, FIRST)).seq
  await post(server, `/chats/${chat}/accept`, undefined, other.token)
  for (let n = 1; n <= 40; n += 1) await say(server, chat, n % 2 ? other : me, `Line ${n}, of a few words`)
  const { seq } = await say(server, chat, other, 'An answer', { reply_to: first })
  for (const { token } of [me, other]) await post(server, `/chats/${chat}/read`, { seq }, token, 'PUT')
  ana = await person(browser)
  leo = await person(browser)
  await ana.context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await signIn(ana, server, 'ana')
  await signIn(leo, server, 'leo')
  for (const who of [ana, leo]) {
    await who.page.goto(`${server.url}/c/${chat}`)
    await said(who, 'An answer').waitFor()
  }
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const bar = (who: Person) => who.page.getByRole('toolbar', { name: 'Quick actions' })
const chip = (who: Person, text: string, emoji: string) =>
  said(who, text).getByRole('button', { name: new RegExp(`^${emoji}, `, 'u') })
/** The bar comes in a chunk of its own; the pointer stays until it is there. */
async function hover(who: Person, text: string) {
  await said(who, text).hover()
  await bar(who).waitFor()
}

test('the bar of a message reacts, answers and corrects with one click', async () => {
  await hover(ana, 'Line 39,')
  await bar(ana).getByRole('button', { name: 'React with 👍' }).click()
  await chip(leo, 'Line 39,', '👍').waitFor()
  await expect.poll(() => chip(ana, 'Line 39,', '👍').getAttribute('aria-pressed')).toBe('true')
  await hover(ana, 'Line 39,')
  await bar(ana).getByRole('button', { name: 'Reply' }).click()
  await ana.page.getByText('Reply', { exact: true }).waitFor()
  await ana.page.keyboard.press('Escape')
  // One does not correct oneself, and has no bar where the pointer is not.
  await hover(ana, 'Line 40,')
  expect(await bar(ana).getByRole('button', { name: 'Correct' }).count()).toBe(0)
  await hover(ana, 'Line 39,')
  await expect.poll(() => bar(ana).getByRole('button', { name: 'Correct' }).count()).toBe(1)
  expect(await bar(ana).count()).toBe(1)
  await bar(ana).getByRole('button', { name: 'Actions' }).click()
  await ana.page.getByRole('menuitem', { name: 'Copy text' }).waitFor()
  await ana.page.keyboard.press('Escape')
})

test('any emoji is a reaction, by the keyboard alone, and stands first the next time', async () => {
  const article = said(ana, 'Line 38,')
  await article.focus()
  await bar(ana).waitFor()
  await ana.page.keyboard.press('+')
  const picker = ana.page.getByRole('dialog', { name: 'More emoji' })
  await picker.getByLabel('Search').fill('octopus')
  await picker.getByRole('gridcell', { name: /octopus/i }).waitFor()
  await ana.page.keyboard.press('Enter')
  await picker.waitFor({ state: 'detached' })
  await chip(leo, 'Line 38,', '🐙').waitFor()
  await article.focus()
  await ana.page.keyboard.press('+')
  await picker.getByLabel('Search').fill('octopus')
  await picker.getByRole('gridcell', { name: /octopus/i }).waitFor()
  await ana.page.keyboard.press('Escape')
  await picker.waitFor({ state: 'detached' })
  // Sideways from the message one reaches its bar.
  await hover(ana, 'Line 37,')
  await bar(ana).getByRole('button', { name: 'React with 🐙' }).waitFor()
})

test('a double click beside the words reacts, and one on a word selects it', async () => {
  const article = said(ana, 'Line 36,')
  const box = await article.boundingBox()
  if (!box) throw new Error('not in view')
  // Mine stand at the end and the bar at the beginning: between them there is nothing but the row.
  await ana.page.mouse.dblclick(box.x + box.width / 2 - 20, box.y + box.height / 2)
  await expect.poll(() => article.getByRole('button', { pressed: true }).count()).toBe(1)
  const words = article.getByText('of a few words')
  await words.dblclick({ position: { x: 12, y: 10 } })
  await expect.poll(() => ana.page.evaluate(() => getSelection()?.toString().trim().length)).toBeGreaterThan(1)
  expect(await article.getByRole('button', { pressed: true }).count()).toBe(1)
  await ana.page.evaluate(() => getSelection()?.removeAllRanges())
})

test('who reacted is said above a reaction, and as a list', async () => {
  await chip(leo, 'Line 39,', '👍').click()
  await expect.poll(() => chip(ana, 'Line 39,', '👍').textContent()).toContain('2')
  await chip(ana, 'Line 39,', '👍').hover()
  const names = ana.page.getByRole('tooltip')
  await names.waitFor()
  await expect.poll(() => names.textContent()).toMatch(/Ana García.*Leo Martin|Leo Martin.*Ana García/)
  await chip(ana, 'Line 39,', '👍').click({ button: 'right' })
  const list = ana.page.getByRole('dialog', { name: 'Reactions' })
  await list.getByText('Leo Martin').waitFor()
  await list.getByText('Ana García').waitFor()
  await list.getByRole('button', { name: 'Close' }).click()
})

test('a jump leads back, by Escape and by the button, to where it began', async () => {
  const top = (what: Locator) => what.evaluate(element => element.getBoundingClientRect().top)
  const quote = said(ana, 'An answer').getByRole('link')
  await quote.scrollIntoViewIfNeeded()
  await quote.click()
  await ana.page.getByRole('article').filter({ hasText: FIRST }).first().waitFor()
  await expect.poll(() => new URL(ana.page.url()).pathname).toBe(`/c/${chat}/m/${first}`)
  await ana.page.getByRole('button', { name: 'Back to where you were' }).waitFor()
  await ana.page.keyboard.press('Escape')
  await expect.poll(() => new URL(ana.page.url()).pathname).toBe(`/c/${chat}`)
  await quote.waitFor()
  await expect.poll(() => top(quote)).toBeGreaterThan(0)
  await expect.poll(() => top(quote)).toBeLessThan(900)
  await ana.page.getByRole('button', { name: 'Back to where you were' }).waitFor({ state: 'detached' })
  await quote.click()
  await ana.page.getByRole('button', { name: 'Back to where you were' }).click()
  await expect.poll(() => top(quote)).toBeLessThan(900)
  await expect.poll(() => new URL(ana.page.url()).pathname).toBe(`/c/${chat}`)
})

test('the link of a message opens it; without membership a page says so', async () => {
  await said(ana, 'Line 39,').click({ button: 'right' })
  await ana.page.getByRole('menuitem', { name: 'Copy link' }).click()
  const link = await ana.page.evaluate(() => navigator.clipboard.readText())
  expect(new URL(link).pathname).toMatch(new RegExp(`^/c/${chat}/m/\\d+$`))
  await leo.page.goto(link)
  await said(leo, 'Line 39,').waitFor()
  const mia = await person(browser)
  await signIn(mia, server, 'mia')
  await mia.page.goto(link)
  await mia.page.getByText(/you are no longer in it/).waitFor()
  await mia.context.close()
  expect([...ana.faults, ...leo.faults]).toEqual([])
})

/** A finger that moves over a message. */
async function swiper(phone: Person, line: Locator) {
  const touch = await phone.context.newCDPSession(phone.page)
  return async (dx: number, dy: number) => {
    const box = await line.boundingBox()
    if (!box) throw new Error('not in view')
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
    const at = (type: 'touchStart' | 'touchMove' | 'touchEnd', part: number) =>
      touch.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: type === 'touchEnd' ? [] : [{ x: x + dx * part, y: y + dy * part }],
      })
    await at('touchStart', 0)
    for (const part of [0.2, 0.4, 0.6, 0.8, 1]) await at('touchMove', part)
    await at('touchEnd', 1)
  }
}

test('a finger that moves sideways answers, and one that moves up scrolls', async () => {
  const phone = await person(browser, { viewport: { width: 390, height: 664 }, hasTouch: true, isMobile: true })
  await signIn(phone, server, 'ana')
  await phone.page.goto(`${server.url}/c/${chat}`)
  const line = said(phone, 'Line 39,')
  await line.waitFor()
  await line.scrollIntoViewIfNeeded()
  const swipe = await swiper(phone, line)
  const answering = phone.page.getByText('Reply', { exact: true })
  // The gestures come in a chunk of their own: a swipe before that does nothing.
  await until(async () => {
    await swipe(-120, 0)
    return answering.waitFor({ timeout: 3000 }).then(
      () => true,
      () => false,
    )
  })
  // By a mouse: the browser takes a tap so soon after a swipe for a part of it.
  await phone.page.getByRole('button', { name: 'Cancel' }).click()
  await answering.waitFor({ state: 'detached' })
  await swipe(120, 0)
  await swipe(-30, 0)
  await swipe(0, 120)
  expect(await answering.count()).toBe(0)
  expect(await line.evaluate(element => element.hasAttribute('data-swiped'))).toBe(false)
  expect(phone.faults).toEqual([])
  await phone.context.close()
})

test('where text runs from right to left, the finger that answers goes to the right', async () => {
  const phone = await person(browser, {
    viewport: { width: 390, height: 664 },
    hasTouch: true,
    isMobile: true,
  })
  await signIn(phone, server, 'ana')
  await prefer(phone, { locale: 'ar' })
  await phone.page.goto(`${server.url}/c/${chat}`)
  const line = said(phone, 'Line 39,')
  await line.waitFor()
  expect(await phone.page.evaluate(() => document.documentElement.dir)).toBe('rtl')
  await line.scrollIntoViewIfNeeded()
  const swipe = await swiper(phone, line)
  const answering = phone.page.getByText('رد', { exact: true })
  await until(async () => {
    await swipe(120, 0)
    return answering.waitFor({ timeout: 3000 }).then(
      () => true,
      () => false,
    )
  })
  await phone.page.getByRole('button', { name: 'إلغاء' }).click()
  await answering.waitFor({ state: 'detached' })
  await swipe(-120, 0)
  expect(await line.evaluate(element => element.hasAttribute('data-swiped'))).toBe(false)
  expect(await answering.count()).toBe(0)
  expect(phone.faults).toEqual([])
  await phone.context.close()
})

test('the link of a quote says whom it answers', async () => {
  const quote = said(leo, 'An answer').getByRole('link', { name: `Reply to Ana García ${FIRST}` })
  await expect.poll(() => quote.count()).toBe(1)
})
