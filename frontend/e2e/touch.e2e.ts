// On a phone messages and chats are acted on by a finger that rests, menus and pickers stay inside the screen, and the
// keyboard waits until one writes. The event of a context menu is taken away: iPhones have none.
import type { Browser, CDPSession, Locator } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Account, account, launch, type Person, person, post, said, signIn } from './person.ts'
import { type Server, startServer, until } from './server.ts'

let server: Server
let browser: Browser
let ana: Person
let touch: CDPSession
let me: Account
let chat: string

const menu = () => ana.page.getByRole('menu')

beforeAll(async () => {
  server = await startServer()
  browser = await launch()
  me = await account(server, 'ana', 'Ana García')
  const leo = await account(server, 'leo', 'Leo Martin')
  chat = (await post(server, `/chats/direct/${leo.id}`, undefined, me.token, 'PUT')).id
  const say = (text: string, token: string) =>
    post(server, `/chats/${chat}/messages`, { client_id: crypto.randomUUID(), text }, token)
  await say('First of mine', me.token)
  await post(server, `/chats/${chat}/accept`, undefined, leo.token)
  let last = { seq: 0 }
  for (let n = 1; n <= 40; n += 1) last = await say(`Line ${n} https://example.org/${n}`, leo.token)
  await post(server, `/chats/${chat}/read`, { seq: last.seq }, me.token, 'PUT')
  ana = await person(browser, { viewport: { width: 390, height: 664 }, hasTouch: true, isMobile: true })
  await ana.context.addInitScript(() => {
    addEventListener('contextmenu', event => event.stopImmediatePropagation(), { capture: true })
  })
  touch = await ana.context.newCDPSession(ana.page)
  await signIn(ana, server, 'ana')
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const finger = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: { x: number; y: number }[]) =>
  touch.send('Input.dispatchTouchEvent', { type, touchPoints: points })

/** Puts a finger on the middle of something that moves no more. */
async function touchOn(what: Locator) {
  await what.click({ trial: true })
  await ana.page.evaluate(
    () =>
      new Promise<void>(done => {
        const place = () => [...document.querySelectorAll('[role=feed], nav')].map(e => [e.scrollTop, e.scrollHeight])
        let [last, still] = ['', 0]
        const look = () => {
          const now = JSON.stringify(place())
          still = now === last ? still + 1 : 0
          last = now
          if (still > 20) done()
          else requestAnimationFrame(look)
        }
        look()
      }),
  )
  const box = await what.boundingBox()
  if (!box) throw new Error('nothing to be touched')
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  await finger('touchStart', [at])
  return at
}

/** A finger rests on something until its menu is there. */
async function press(what: Locator) {
  await touchOn(what)
  await menu().waitFor()
  await finger('touchEnd', [])
}

const inside = async () => {
  const box = await menu().boundingBox()
  const { width, height } = ana.page.viewportSize() ?? { width: 0, height: 0 }
  return box !== null && box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height
}

test('a finger that rests on a chat opens its menu, and the chat stays closed', async () => {
  await press(ana.page.getByRole('link', { name: /Leo Martin/ }))
  await expect.poll(inside).toBe(true)
  expect(new URL(ana.page.url()).pathname).toBe('/')
  await menu().getByRole('menuitem', { name: 'Pin' }).tap()
  await until(async () => (await post(server, `/chats/${chat}`, undefined, me.token, 'GET')).me.pinned)
  // The next touch is a touch again.
  await ana.page.getByRole('link', { name: /Leo Martin/ }).tap()
  await ana.page.getByRole('feed').waitFor()
})

test('opening a chat does not raise the keyboard; a reply does', async () => {
  await said(ana, 'Line 40').waitFor()
  await ana.page.waitForTimeout(300)
  expect(await ana.page.evaluate(() => document.activeElement?.tagName)).not.toBe('TEXTAREA')
  await press(said(ana, 'Line 39'))
  await menu().getByRole('menuitem', { name: 'Reply' }).tap()
  await expect.poll(() => ana.page.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA')
  await ana.page.getByRole('main').getByRole('button', { name: 'Cancel' }).tap()
})

test('a finger that rests on a message opens its menu and selects nothing, even on a link', async () => {
  for (const what of [said(ana, 'Line 40'), said(ana, 'Line 38').getByRole('link')]) {
    const pages = ana.context.pages().length
    await press(what)
    await expect.poll(inside).toBe(true)
    expect(await ana.page.evaluate(() => String(getSelection()))).toBe('')
    expect(ana.context.pages().length).toBe(pages)
    // It is still there a moment after the finger is lifted, and a touch beside it closes it.
    await ana.page.waitForTimeout(400)
    expect(await menu().count()).toBe(1)
    await ana.page.touchscreen.tap(200, 20)
    await menu().waitFor({ state: 'detached' })
  }
  const style = await said(ana, 'Line 40').evaluate(e => getComputedStyle(e).userSelect)
  expect(style).toBe('none')
})

test('a finger that moves scrolls, and a short touch opens nothing', async () => {
  const { x, y } = await touchOn(said(ana, 'Line 37'))
  await finger('touchMove', [{ x, y: y + 60 }])
  await ana.page.waitForTimeout(600)
  await finger('touchEnd', [])
  expect(await menu().count()).toBe(0)
  await touchOn(said(ana, 'Line 37').locator('span').first())
  await finger('touchEnd', [])
  await ana.page.waitForTimeout(600)
  expect(await menu().count()).toBe(0)
})

test('on a low screen a menu scrolls and its last item is reached', async () => {
  await ana.page.setViewportSize({ width: 320, height: 256 })
  await ana.page.goto(`${server.url}/c/${chat}`)
  await press(said(ana, 'Line 40'))
  await expect.poll(inside).toBe(true)
  await ana.page.keyboard.press('End')
  const last = menu().getByRole('menuitem').last()
  const box = await last.boundingBox()
  expect((box?.y ?? 999) + (box?.height ?? 0)).toBeLessThanOrEqual(256)
  await ana.page.keyboard.press('Escape')
  await menu().waitFor({ state: 'detached' })
})

test('the emoji fit a narrow screen, and stay for several', async () => {
  await ana.page.setViewportSize({ width: 320, height: 568 })
  await ana.page.getByRole('button', { name: 'Emoji' }).tap()
  const picker = ana.page.locator('[popover]:popover-open')
  await picker.getByRole('gridcell').first().waitFor()
  const box = await picker.boundingBox()
  expect(box?.x).toBeGreaterThanOrEqual(0)
  expect(box?.y).toBeGreaterThanOrEqual(0)
  expect((box?.x ?? 0) + (box?.width ?? 999)).toBeLessThanOrEqual(320)
  const wide = await picker.evaluate(e => [...e.querySelectorAll('*')].filter(one => one.scrollWidth > 320).length)
  expect(wide).toBe(0)
  await picker.getByRole('gridcell').nth(0).tap()
  await picker.getByRole('gridcell').nth(1).tap()
  const field = ana.page.getByRole('textbox', { name: 'Message' })
  await expect.poll(async () => [...new Intl.Segmenter().segment(await field.inputValue())].length).toBe(2)
  expect(ana.faults).toEqual([])
})
