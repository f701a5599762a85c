// The links of mails and texts are followed from the mail folder to the end; and a person signs out again.
import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { linkIn, sent } from './mail-folder.ts'
import { type Account, account, launch, PASSWORD, person, post, signIn } from './person.ts'
import { type Server, startServer } from './server.ts'
import { create, fillProfile, inside, through } from './sign-up.ts'

let server: Server
let browser: Browser
let ana: Account
beforeAll(async () => {
  browser = await launch()
  server = await startServer({ PARLANCE_INSTANCE_NAME: 'Tandem' })
  ana = await account(server, 'ana', 'Ana García')
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const visitor = () => person(browser)
const friends = async (who: Account): Promise<string[]> =>
  (await post(server, '/friends', undefined, who.token, 'GET')).items.map(
    ({ user }: { user: { username: string } }) => user.username,
  )

test('an invitation by email leads a newcomer to an account and to a friend', async () => {
  const asking = await visitor()
  await signIn(asking, server, 'ana')
  await asking.page.goto(`${server.url}/friends`)
  await asking.page.getByLabel('Add by username, email or phone').fill('nuria@example.org')
  await asking.page.keyboard.press('Enter')
  await asking.page.getByText('The request was sent.').waitFor()
  const letter = await sent(server, 'nuria@example.org', 'invitation')
  expect(letter.text).toContain('at Tandem')
  const link = linkIn(letter)
  const who = await visitor()
  await who.page.goto(through(server, link))
  await who.page.getByRole('heading', { name: 'Ana García invites you' }).waitFor()
  await who.page.getByRole('button', { name: 'Create an account' }).click()
  await who.page.getByLabel('Email or phone').fill('nuria@example.org')
  await who.page.getByRole('button', { name: 'Continue' }).click()
  await who.page.getByLabel('Code').fill(await server.code('nuria@example.org'))
  await fillProfile(who, 'nuria')
  await create(who)
  await inside(who)
  await expect.poll(() => friends(ana)).toContain('nuria')
  expect([...who.faults, ...asking.faults]).toEqual([])
  await who.context.close()
  await asking.context.close()
})

test('an invitation by text leads a person who has an account to a friend', async () => {
  const bob = await account(server, 'bob', 'Bob')
  await post(server, '/friend-requests', { contact: '+14155550111' }, ana.token)
  const link = linkIn(await sent(server, '+14155550111', 'invitation'))
  const who = await visitor()
  await who.page.goto(through(server, link))
  await who.page.getByRole('button', { name: 'I already have an account' }).click()
  await who.page.getByLabel('Username, email or phone').fill('bob')
  await who.page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await who.page.getByRole('button', { name: 'Log in', exact: true }).click()
  await who.page.getByText('Ana García would like to be your friend.').waitFor()
  await who.page.getByRole('button', { name: 'Add friend' }).click()
  await who.page.getByText('You and Ana García are friends now.').waitFor()
  await expect.poll(() => friends(bob)).toContain('ana')
  // It works once.
  await who.page.goto(through(server, link))
  await who.page.getByText('This invite is not valid any more.').waitFor()
  await who.context.close()
})

test('the link to a changed address takes the account back, and a new password can be set', async () => {
  const carla = await account(server, 'carla', 'Carla')
  const thief = 'thief@example.org'
  const challenge = await post(server, '/auth/codes', { purpose: 'confirm_identifier', identifier: thief }, carla.token)
  const { grant } = await post(server, `/auth/codes/${challenge.challenge_id}/verify`, {
    code: await server.code(thief),
  })
  await post(server, '/me/email', { grant, password: PASSWORD }, carla.token, 'PUT')
  const link = linkIn(await sent(server, 'carla@example.org', 'identifier_changed'))
  const who = await visitor()
  const { page } = who
  await page.goto(through(server, link))
  await page.getByRole('heading', { name: 'Take your account back' }).waitFor()
  // The secret leaves the address at once.
  await expect.poll(() => new URL(page.url()).hash).toBe('')
  await page.getByRole('button', { name: 'Take it back' }).click()
  await page.getByText('Your account is yours again').waitFor()
  await page.getByRole('button', { name: 'Set a new password' }).click()
  await page.getByLabel('Email or phone').fill('carla@example.org')
  await page.getByRole('button', { name: 'Continue' }).click()
  const { code = '' } = await sent(server, 'carla@example.org', 'reset_password')
  await page.getByLabel('Code').fill(code)
  await page.getByLabel('New password').fill('a wholly new pass 7')
  await page.getByLabel('Password again').fill('a wholly new pass 7')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Your password is set. Log in with it.').waitFor()
  await page.getByLabel('Username, email or phone').fill('carla@example.org')
  await page.getByLabel('Password', { exact: true }).fill('a wholly new pass 7')
  await page.getByRole('button', { name: 'Log in', exact: true }).click()
  await page.getByRole('navigation', { name: 'Chats' }).waitFor()
  // It works once.
  await page.goto(through(server, link))
  await page.getByRole('button', { name: 'Take it back' }).click()
  await page.getByText('This link is no longer valid').waitFor()
  await who.context.close()
})

test('a code can be sent again after the fifth free one, once the server allows it', async () => {
  const who = await visitor()
  const { page } = who
  const now = Date.now()
  await page.clock.install({ time: now })
  let sends = 1
  const challenge = () => ({
    challenge_id: '019a0000-0000-7000-8000-000000000001',
    purpose: 'register',
    masked: 'p***@e***.org',
    code_length: 6,
    expires_at: new Date(now + 600_000).toISOString(),
    // As `domain/code.rs` has it: five free ones, then waits that double.
    resend_available_at: new Date(now + (sends > 5 ? 60_000 : 0)).toISOString(),
    resends_left: Math.max(0, 6 - sends),
    attempts_left: 5,
  })
  await page.route('**/api/v1/auth/codes', route => route.fulfill({ status: 202, json: challenge() }))
  await page.route('**/resend', route => {
    sends += 1
    return route.fulfill({ status: 202, json: challenge() })
  })
  await page.goto(`${server.url}/signup`)
  await page.getByLabel('Email or phone').fill('pia@example.org')
  await page.getByRole('button', { name: 'Continue' }).click()
  for (let n = 0; n < 5; n += 1) {
    await page.getByRole('button', { name: 'Send a new code' }).click()
    await expect.poll(() => sends).toBe(n + 2)
  }
  const waiting = page.getByRole('button', { name: /New code in/ })
  await waiting.waitFor()
  expect(await waiting.isDisabled()).toBe(true)
  await page.clock.fastForward(61_000)
  await page.getByRole('button', { name: 'Send a new code' }).click()
  await expect.poll(() => sends).toBe(7)
  await who.context.close()
})

test('a person who could not sign out is told so, and stays signed in', async () => {
  const who = await visitor()
  await signIn(who, server, 'ana')
  await who.page.route('**/api/v1/auth/logout', route => route.abort())
  const leave = async () => {
    await who.page.getByRole('button', { name: 'Menu' }).click()
    await who.page.getByRole('menuitem', { name: 'Log out' }).click()
  }
  await leave()
  await who.page.getByText('You are still signed in: the server could not be reached.').waitFor()
  await who.page.getByRole('navigation', { name: 'Chats' }).waitFor()
  await who.page.unroute('**/api/v1/auth/logout')
  await leave()
  await who.page.getByLabel('Username, email or phone').waitFor()
  await who.context.close()
})
