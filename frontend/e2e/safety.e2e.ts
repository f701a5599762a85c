// Reports and blocks are seen from both sides.
import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Account, account, launch, PASSWORD, type Person, person, post, signIn } from './person.ts'
import { type Server, startServer } from './server.ts'

let server: Server
let browser: Browser
let ana: Person
let leo: Person
let me: Account
let other: Account
let direct: string
let group: string

const say = (who: Account, chat: string, text: string) =>
  post(server, `/chats/${chat}/messages`, { client_id: crypto.randomUUID(), text }, who.token)
const dialog = (who: Person, name: string) => who.page.getByRole('dialog', { name })

beforeAll(async () => {
  server = await startServer()
  browser = await launch()
  me = await account(server, 'ana', 'Ana García')
  other = await account(server, 'leo', 'Leo Martin')
  direct = (await post(server, `/chats/direct/${other.id}`, undefined, me.token, 'PUT')).id
  await say(me, direct, 'Hello')
  await post(server, `/chats/${direct}/accept`, undefined, other.token)
  await say(other, direct, 'Buy cheap watches')
  group = (await post(server, '/chats', { title: 'Odd group', member_ids: [me.id] }, other.token)).id
  server.command('admin', 'promote', 'ana')
  // Another role is another version of the account: what was signed in before has to sign in anew.
  const login = { identifier: 'ana', password: PASSWORD, transport: 'body' }
  me = { ...me, token: (await post(server, '/auth/login', login)).access_token }
  ana = await person(browser)
  leo = await person(browser)
  await signIn(ana, server, 'ana')
  await signIn(leo, server, 'leo')
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

interface Reported {
  readonly user_id: string | null
  readonly chat_id: string | null
  readonly seq: number | null
  readonly reason: string
  readonly text: string | null
}

test('a message, a person and a group can be reported', async () => {
  const { page } = ana
  const sent: Reported[] = []
  await page.exposeFunction('reported', (body: string) => sent.push(JSON.parse(body)))
  await page.addInitScript(() => {
    const ask = globalThis.fetch
    globalThis.fetch = async (request, init) => {
      if (request instanceof Request && request.url.endsWith('/reports'))
        await (globalThis as unknown as { reported(body: string): Promise<void> }).reported(
          await request.clone().text(),
        )
      return ask(request, init)
    }
  })
  const report = async (title: string, reason: string, text: string) => {
    const open = dialog(ana, title)
    await open.getByLabel('What is wrong?').selectOption({ label: reason })
    await open.getByLabel('What happened (optional)').fill(text)
    await open.getByRole('button', { name: 'Send report' }).click()
    await page.getByText('Your report was sent.').last().waitFor()
    await open.waitFor({ state: 'detached' })
  }
  await page.goto(`${server.url}/c/${direct}`)
  await page.getByRole('article').filter({ hasText: 'Buy cheap watches' }).click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Report' }).click()
  await report('Report this message', 'Spam or advertising', 'Every day')
  await page.goto(`${server.url}/u/leo`)
  await page.getByRole('button', { name: 'Report' }).click()
  await report('Report Leo Martin', 'Pretends to be another person', '')
  await page.goto(`${server.url}/c/${group}/info`)
  await page.getByRole('button', { name: 'Report' }).click()
  await report('Report Odd group', 'Harassment or threats', 'All of them')
  expect(sent).toEqual([
    { chat_id: direct, seq: 2, reason: 'spam', text: 'Every day' },
    { user_id: other.id, reason: 'impersonation' },
    { chat_id: group, reason: 'harassment', text: 'All of them' },
  ])
  // My own message is not reported.
  await page.goto(`${server.url}/c/${direct}`)
  await page.getByRole('article').filter({ hasText: 'Hello' }).click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Reply' }).waitFor()
  expect(await page.getByRole('menuitem', { name: 'Report' }).count()).toBe(0)
})

test('blocking asks once, says what it does, and shows the blocked what it implies and no more', async () => {
  const { page } = ana
  await page.goto(`${server.url}/u/leo`)
  await page.getByRole('button', { name: 'Block', exact: true }).click()
  const asked = dialog(ana, 'Block Leo Martin?')
  await asked.getByText('Neither of you can write to the other alone').waitFor()
  await asked.getByText('They are not told.').waitFor()
  await asked.getByRole('button', { name: 'Cancel' }).click()
  const blocks = async () => (await post(server, '/me/blocks', undefined, me.token, 'GET')).items.length
  expect(await blocks()).toBe(0)
  await page.getByRole('button', { name: 'Block', exact: true }).click()
  await asked.getByRole('button', { name: 'Block' }).click()
  await page.getByRole('button', { name: 'Unblock' }).waitFor()
  await expect.poll(() => blocks()).toBe(1)

  // Leo: the profile is gone, the chat stays, and nothing says "blocked".
  await leo.page.goto(`${server.url}/u/ana`)
  await leo.page.getByText('It is not there any more, or not for you to see.').waitFor()
  await leo.page.goto(`${server.url}/c/${direct}`)
  await leo.page.getByRole('article').filter({ hasText: 'Hello' }).waitFor()
  await leo.page.getByRole('heading', { name: 'Ana García' }).waitFor()
  await leo.page
    .getByRole('link', { name: /Ana García/ })
    .filter({ hasText: 'offline' })
    .waitFor()
  await leo.page.getByLabel('Message', { exact: true }).fill('Are you angry?')
  await leo.page.keyboard.press('Enter')
  await leo.page.getByRole('article').filter({ hasText: 'Are you angry?' }).waitFor()
  // Refused in the words of a first message that has no answer.
  await leo.page.getByText('There is no answer to your first message yet.').waitFor()
  expect((await leo.page.locator('body').textContent())?.toLowerCase()).not.toContain('block')

  // Ana hears nothing of it; her own chat says why she cannot write, and she can lift the block.
  await page.goto(`${server.url}/c/${direct}`)
  await page.getByText('You have blocked Leo Martin.').waitFor()
  expect(await page.getByText('Are you angry?').count()).toBe(0)
  await page.goto(`${server.url}/friends`)
  await page.getByRole('button', { name: 'Blocked' }).click()
  await page.getByRole('button', { name: 'Unblock' }).click()
  await expect.poll(blocks).toBe(0)
  // A person who blocked another one is not told how far that one has read.
  expect(ana.faults.filter(fault => !fault.includes('/receipts'))).toEqual([])
})
