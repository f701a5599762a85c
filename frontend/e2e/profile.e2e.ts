// People change themselves and their groups.
import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Account, account, launch, type Person, person, post, signIn } from './person.ts'
import { type Server, startServer } from './server.ts'

let server: Server
let browser: Browser
let ana: Person
let me: Account
let leo: Account

const mine = () => post(server, '/me', undefined, me.token, 'GET')

beforeAll(async () => {
  server = await startServer()
  browser = await launch()
  me = await account(server, 'ana', 'Ana García')
  leo = await account(server, 'leo', 'Leo Martin')
  ana = await person(browser)
  await signIn(ana, server, 'ana')
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

test('own languages change in the profile, and the 15 days are told before and after', async () => {
  const { page } = ana
  await page.goto(`${server.url}/settings/account`)
  await page.getByText('The languages you learn can be changed every 15 days').waitFor()
  const learnt = page.getByRole('group', { name: 'I learn' })
  const native = page.getByRole('group', { name: 'I speak' })
  await learnt.getByRole('combobox', { name: 'Add a language' }).fill('fren')
  await learnt.getByRole('option', { name: /French/ }).click()
  await learnt.getByRole('button', { name: 'Remove English' }).click()
  await learnt.getByText('B1', { exact: true }).click()
  await page.getByText('After saving, you can choose other languages to learn only in 15 days.').waitFor()
  await native.getByRole('button', { name: 'Add a language' }).click()
  await page.keyboard.type('catal')
  await page.keyboard.press('Enter')
  await native.getByRole('button', { name: 'Remove Spanish' }).click()
  await page.getByRole('button', { name: 'Save languages' }).click()
  await page.getByText(/You can choose other languages to learn from .* on\./).waitFor()
  await expect.poll(() => learnt.getByRole('combobox').count()).toBe(0)
  expect([(await mine()).native_languages, (await mine()).learning_languages]).toEqual([
    ['ca'],
    [{ code: 'fr', level: 'B1' }],
  ])
  // Levels and own languages go on changing.
  await learnt.getByText('B2', { exact: true }).click()
  await page.getByRole('button', { name: 'Save languages' }).click()
  await expect.poll(async () => (await mine()).learning_languages).toEqual([{ code: 'fr', level: 'B2' }])
})

test('a gender is set once, for the person alone, and the day of joining stands there', async () => {
  const { page } = ana
  await page.goto(`${server.url}/settings/account`)
  await page.getByText('Member since').waitFor()
  await page.getByRole('radio', { name: 'Non-binary' }).check()
  await page.getByRole('button', { name: 'Set', exact: true }).click()
  const sure = page.getByRole('dialog', { name: 'Gender' })
  await sure.getByText('“Non-binary” stays, once it is set.').waitFor()
  await sure.getByRole('button', { name: 'Set' }).click()
  await page.getByText('Non-binary', { exact: true }).waitFor()
  await expect.poll(() => page.getByRole('group', { name: 'Gender' }).count()).toBe(0)
  expect((await mine()).gender).toBe('non_binary')
  await page.goto(`${server.url}/u/leo`)
  await page.getByText('Member since').waitFor()
})

test('the owner of a group changes all the API can, and bans', async () => {
  const { page } = ana
  const chat = (await post(server, '/chats', { title: 'Café', member_ids: [leo.id] }, me.token)).id
  const now = () => post(server, `/chats/${chat}`, undefined, me.token, 'GET')
  await page.goto(`${server.url}/c/${chat}/info`)
  await page.getByRole('button', { name: 'Edit group' }).click()
  const edit = page.getByRole('dialog', { name: 'Edit group' })
  await edit.getByLabel('Short name').fill('cafe_sol')
  await edit.getByLabel('Public: anyone can find and join it').check()
  await edit.getByLabel('New members see earlier messages').uncheck()
  await edit.getByLabel('Slow mode').selectOption({ label: '30 seconds' })
  await edit.getByLabel('Messages are kept').selectOption({ label: '90 days' })
  await edit.getByRole('button', { name: 'Save' }).click()
  await edit.waitFor({ state: 'detached' })
  const { handle, visibility, history, slow_mode, retention_days } = await now()
  expect({ handle, visibility, history, slow_mode, retention_days }).toEqual({
    handle: 'cafe_sol',
    visibility: 'public',
    history: 'since_join',
    slow_mode: 30,
    retention_days: 90,
  })
  const panel = page.getByRole('complementary')
  await panel.getByText('cafe_sol').waitFor()
  await panel.getByText('30 seconds between two messages').waitFor()

  await panel.getByRole('button', { name: 'More: Leo Martin' }).click()
  await page.getByRole('menuitem', { name: 'Ban' }).click()
  await page.getByRole('dialog', { name: 'Ban' }).getByRole('button', { name: 'Ban' }).click()
  await panel.getByRole('link', { name: /Leo Martin/ }).waitFor({ state: 'detached' })
  expect((await post(server, `/chats/${chat}/bans`, undefined, me.token, 'GET')).items).toHaveLength(1)

  await panel.getByRole('button', { name: 'Invites and bans' }).click()
  const ways = page.getByRole('dialog', { name: 'Invites and bans' })
  await ways.getByLabel('What the link is called (optional)').fill('Course')
  await ways.getByRole('group', { name: 'Valid for' }).getByRole('radio', { name: '7 days' }).check()
  await ways.getByRole('group', { name: 'How many people' }).getByRole('radio', { name: '10', exact: true }).check()
  await ways.getByLabel('I let people in one by one').check()
  await ways.getByRole('button', { name: 'Create invite link' }).click()
  await ways.getByText('Course').waitFor()
  const [invite] = (await post(server, `/chats/${chat}/invites`, undefined, me.token, 'GET')).items
  expect([invite.title, invite.uses_left, invite.approval, Date.parse(invite.expires_at) > Date.now()]).toEqual([
    'Course',
    10,
    true,
    true,
  ])
})

test('hours of quiet are set, and what happened to the account is listed', async () => {
  const { page } = ana
  await page.goto(`${server.url}/settings/notifications`)
  await page.getByLabel('Quiet hours').check()
  await page.getByLabel('From', { exact: true }).fill('21:30')
  await expect
    .poll(async () => (await post(server, '/me/notification-settings', undefined, me.token, 'GET')).quiet_hours?.from)
    .toBe('21:30')
  await page.goto(`${server.url}/settings/security`)
  await page.getByRole('heading', { name: 'What happened to your account' }).waitFor()
  await page.getByText('signed in').first().waitFor()
  expect(ana.faults).toEqual([])
})
