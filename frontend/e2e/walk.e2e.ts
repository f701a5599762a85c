// Two strangers come to talk: one walk by keyboard alone, and one by touch on a phone. Nothing else is used on the way.
import type { Browser, Locator } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { account, launch, PASSWORD, type Person, person, said } from './person.ts'
import { type Server, startServer } from './server.ts'

let server: Server
let browser: Browser

beforeAll(async () => {
  server = await startServer()
  browser = await launch()
  for (const [username, name] of [
    ['ana', 'Ana García'],
    ['leo', 'Leo Martin'],
    ['mia', 'Mia Kato'],
    ['tom', 'Tom Brown'],
  ] as const)
    await account(server, username, name)
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const isFocused = (what: Locator) => what.evaluate(e => e === document.activeElement)

/** Goes on with the tabulator until it is there, as long as a person would. */
async function tabTo({ page }: Person, what: Locator) {
  await what.waitFor()
  for (let step = 0; step < 60; step += 1) {
    if (await isFocused(what)) return
    await page.keyboard.press('Tab')
  }
  throw new Error('the tabulator does not lead there')
}

test('two strangers come to talk by keyboard alone', async () => {
  const ana = await person(browser)
  const leo = await person(browser)
  const press = (who: Person, key: string) => who.page.keyboard.press(key)
  const type = (who: Person, text: string) => who.page.keyboard.type(text)

  for (const [who, username] of [
    [ana, 'ana'],
    [leo, 'leo'],
  ] as const) {
    await who.page.goto(`${server.url}/login`)
    await tabTo(who, who.page.getByLabel('Username, email or phone'))
    await type(who, username)
    await tabTo(who, who.page.getByLabel('Password', { exact: true }))
    await type(who, PASSWORD)
    await press(who, 'Enter')
    await who.page.getByRole('navigation', { name: 'Chats' }).waitFor()
  }

  // Ana finds Leo and writes.
  await tabTo(ana, ana.page.getByRole('link', { name: 'New chat' }))
  await press(ana, 'Enter')
  await tabTo(ana, ana.page.getByLabel('Search people'))
  await type(ana, 'leo')
  await tabTo(ana, ana.page.getByRole('button', { name: /Leo Martin/ }))
  await press(ana, 'Enter')
  await tabTo(ana, ana.page.getByLabel('Message', { exact: true }))
  await type(ana, 'Hello Leo, I learn since two years English')
  await press(ana, 'Enter')

  // Leo lets her in, opens the chat and corrects her.
  const card = leo.page.getByRole('region', { name: 'Message request: Ana García' })
  await tabTo(leo, card.getByRole('button', { name: 'Accept' }))
  await press(leo, 'Enter')
  await card.waitFor({ state: 'detached' })
  await tabTo(leo, leo.page.getByRole('link', { name: /Ana García/ }))
  await press(leo, 'Enter')
  const hers = said(leo, 'since two years')
  await hers.waitFor()
  await press(leo, 'F6')
  await tabTo(leo, hers)
  await press(leo, 'c')
  const field = leo.page.getByRole('dialog').getByLabel('Your version')
  await expect.poll(() => isFocused(field)).toBe(true)
  await press(leo, 'Control+a')
  await type(leo, 'Hello Leo, I have been learning English for two years')
  await press(leo, 'Control+Enter')
  await said(ana, 'for two years').waitFor()

  // Ana answers with an emoji of the list over the menu of the message.
  const slip = said(ana, 'for two years')
  await press(ana, 'F6')
  await tabTo(ana, slip)
  await press(ana, 'Enter')
  await ana.page.getByRole('menu').waitFor()
  await press(ana, 'Enter')
  await leo.page.getByRole('button', { name: /, 1$/ }).waitFor()
  expect([...ana.faults, ...leo.faults]).toEqual([])
  await ana.context.close()
  await leo.context.close()
})

test('two strangers come to talk by touch on phones', async () => {
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
  const mia = await person(browser, phone)
  const tom = await person(browser, phone)
  for (const [{ page }, username] of [
    [mia, 'mia'],
    [tom, 'tom'],
  ] as const) {
    await page.goto(`${server.url}/login`)
    await page.getByLabel('Username, email or phone').tap()
    await page.keyboard.type(username)
    await page.getByLabel('Password', { exact: true }).tap()
    await page.keyboard.type(PASSWORD)
    await page.getByRole('button', { name: 'Log in', exact: true }).tap()
    await page.getByRole('navigation', { name: 'Chats' }).waitFor()
  }
  await mia.page.getByRole('link', { name: 'New chat' }).tap()
  await mia.page.getByLabel('Search people').tap()
  await mia.page.keyboard.type('tom')
  await mia.page.getByRole('button', { name: /Tom Brown/ }).tap()
  const write = async ({ page }: Person, text: string) => {
    await page.getByLabel('Message', { exact: true }).tap()
    await page.keyboard.type(text)
    await page.getByRole('button', { name: 'Send' }).tap()
  }
  await write(mia, 'Hello Tom')
  const card = tom.page.getByRole('region', { name: 'Message request: Mia Kato' })
  await card.getByRole('button', { name: 'Accept' }).tap()
  await card.waitFor({ state: 'detached' })
  await tom.page.getByRole('link', { name: /Mia Kato/ }).tap()
  await said(tom, 'Hello Tom').waitFor()
  await write(tom, 'Hello Mia')
  await said(mia, 'Hello Mia').waitFor()

  // A finger rests on the message until its menu is there.
  const box = await said(mia, 'Hello Mia').boundingBox()
  const touch = await mia.context.newCDPSession(mia.page)
  const at = { x: (box?.x ?? 0) + (box?.width ?? 0) / 2, y: (box?.y ?? 0) + (box?.height ?? 0) / 2 }
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [at] })
  await mia.page.getByRole('menu').waitFor()
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
  await mia.page.getByRole('menuitem', { name: 'Reply' }).tap()
  await write(mia, 'How are you?')
  await said(tom, 'How are you?')
    .getByRole('link', { name: /Hello Mia/ })
    .waitFor()

  // Back to the list, where nothing is wider than the screen.
  await tom.page.getByRole('main').getByRole('button', { name: 'Back' }).tap()
  await tom.page.getByRole('navigation', { name: 'Chats' }).getByText('How are you?').waitFor()
  for (const { page } of [mia, tom])
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
  expect([...mia.faults, ...tom.faults]).toEqual([])
})
