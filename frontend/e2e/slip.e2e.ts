// A correction is a slip that shows word by word what was changed; who is corrected says thanks, and it is seen by who
// has corrected.
import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { say } from './crowd.ts'
import { type Account, account, launch, type Person, person, post, said, signIn } from './person.ts'
import { type Server, startServer } from './server.ts'

let server: Server
let browser: Browser
let ana: Person
let leo: Person
let me: Account
let leoAccount: Account
let chat: string

beforeAll(async () => {
  server = await startServer()
  browser = await launch()
  me = await account(server, 'ana', 'Ana García')
  leoAccount = await account(server, 'leo', 'Leo Martin')
  chat = (await post(server, `/chats/direct/${leoAccount.id}`, undefined, me.token, 'PUT')).id
  await say(server, chat, me, 'Hello')
  await post(server, `/chats/${chat}/accept`, undefined, leoAccount.token)
  await say(server, chat, me, 'I look forward to see you.')
  ana = await person(browser)
  leo = await person(browser)
  await ana.context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await signIn(ana, server, 'ana')
  await signIn(leo, server, 'leo')
  for (const who of [ana, leo]) {
    await who.page.goto(`${server.url}/c/${chat}`)
    await said(who, 'I look forward to see you.').waitFor()
  }
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const slip = (of: Person) => of.page.getByRole('group', { name: /corrected/ })

test('a correction shows its changes while it is written, and arrives as a slip with them', async () => {
  await said(leo, 'I look forward to see you.').click({ button: 'right' })
  await leo.page.getByRole('menuitem', { name: 'Correct' }).click()
  const dialog = leo.page.getByRole('dialog', { name: 'Correct Ana García' })
  const field = dialog.getByRole('textbox', { name: 'Your version' })
  await expect.poll(() => field.inputValue()).toBe('I look forward to see you.')
  const send = dialog.getByRole('button', { name: 'Send correction' })
  expect(await send.isDisabled()).toBe(true)
  await dialog.getByText('0 changes').waitFor()
  await field.fill('I look forward to seeing you.')
  await dialog.getByText('1 change').waitFor()
  await expect.poll(() => dialog.locator('ins').textContent()).toBe('added seeing')
  await field.press('Control+Enter')
  await dialog.waitFor({ state: 'detached' })
  await ana.page.getByRole('group', { name: 'Leo Martin corrected you, 1 change' }).waitFor()
  await leo.page.getByRole('group', { name: 'You corrected Ana García, 1 change' }).waitFor()
  const changed = (tag: string) => slip(ana).locator(tag).textContent()
  expect([await changed('del'), await changed('ins')]).toEqual(['removed see', 'added seeing'])
  const looks = await slip(ana)
    .locator('del, ins')
    .evaluateAll(all => all.map(e => getComputedStyle(e).textDecorationLine))
  expect(looks).toEqual(['line-through', 'underline'])
})

test('thanks are said once and seen by the other; what is corrected can be copied', async () => {
  expect(await slip(leo).getByRole('button', { name: 'Thanks' }).count()).toBe(0)
  await slip(ana).getByRole('button', { name: 'Thanks' }).click()
  await slip(ana).getByRole('button', { name: 'Thanked', pressed: true }).waitFor()
  await slip(leo).getByText('Ana García thanked you').waitFor()
  await slip(ana).getByRole('button', { name: 'Copy corrected' }).click()
  await expect.poll(() => ana.page.evaluate(() => navigator.clipboard.readText())).toBe('I look forward to seeing you.')
  await ana.page.reload()
  await slip(ana).getByRole('button', { name: 'Thanked', pressed: true }).waitFor()
  expect([...ana.faults, ...leo.faults]).toEqual([])
})
