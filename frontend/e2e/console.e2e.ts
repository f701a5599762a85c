// An administrator acts in the console, and the people it concerns see what comes of it.
import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { secondFactor } from './newcomer.ts'
import { type Account, account, launch, PASSWORD, type Person, person, post, said, signIn, write } from './person.ts'
import { type Server, startServer } from './server.ts'
import { through } from './sign-up.ts'

const NEW_PASSWORD = 'another horse battery 7'
const LOGO = `${import.meta.dirname}/../public/icon-512.png`

let server: Server
let browser: Browser
let chief: Person
let ana: Account
let leo: Account

const open = async (tab: string) => {
  await chief.page.goto(`${server.url}/admin/${tab}`)
  await chief.page.getByRole('heading', { name: 'Administration' }).waitFor()
}
const openPerson = async (name: string) => {
  await open('users')
  await chief.page.getByRole('link', { name: new RegExp(name) }).click()
  await chief.page.getByRole('heading', { name, level: 2 }).waitFor()
}
const press = (name: string) => chief.page.getByRole('button', { name, exact: true }).click()
const confirm = (title: string, action: string) =>
  chief.page.getByRole('dialog', { name: title }).getByRole('button', { name: action, exact: true }).click()
const save = async () => {
  const answer = chief.page.waitForResponse(response => response.request().method() === 'PATCH')
  await press('Save')
  expect((await answer).status()).toBe(200)
}
/** A page of a person who is not signed in. */
const visit = async (path: string) => {
  const who = await person(browser)
  await who.page.goto(`${server.url}${path}`)
  return who
}

beforeAll(async () => {
  server = await startServer()
  browser = await launch()
  await account(server, 'chief', 'Carmen Ruiz')
  ana = await account(server, 'ana', 'Ana García')
  leo = await account(server, 'leo', 'Leo Martin')
  server.command('admin', 'promote', 'chief')
  chief = await person(browser)
  await signIn(chief, server, 'chief')
  await secondFactor(chief.page, server, async () => {})
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

test('another name and picture stand on the sign-in page of others at once, and go back to the configuration', async () => {
  await open('instance')
  const name = chief.page.getByLabel('Name of the instance', { exact: true })
  await expect.poll(() => name.inputValue()).toBe('Parlance')
  await name.fill('Café <Babel>')
  await save()
  await chief.page.getByLabel('Change picture').setInputFiles(LOGO)
  await chief.page.getByRole('button', { name: 'Remove picture' }).waitFor()
  const shown = chief.page.getByRole('img', { name: 'Picture of the instance' })
  await expect.poll(() => shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(320)

  const who = await visit('/login')
  const logo = who.page.getByRole('img', { name: 'Café <Babel>' })
  await expect.poll(() => logo.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(320)
  await expect.poll(() => who.page.title()).toBe('Café <Babel>')
  expect(who.faults).toEqual([])

  await press('Use the configured value: Name of the instance')
  await expect.poll(() => name.inputValue()).toBe('Parlance')
  await press('Remove picture')
  await chief.page.getByRole('button', { name: 'Remove picture' }).waitFor({ state: 'detached' })
  await who.page.reload()
  await who.page.getByRole('img', { name: 'Parlance' }).waitFor()
  await who.context.close()
})

test('the page to sign up follows the registration mode', async () => {
  const mode = async (label: string) => {
    await chief.page.getByLabel('Who can make an account', { exact: true }).selectOption({ label })
    await save()
  }
  await open('instance')
  await mode('People with an invite')
  const who = await visit('/signup')
  await who.page.getByLabel('Invite code').waitFor()
  await mode('No one')
  await who.page.reload()
  await who.page.getByText('This server takes no new people.').waitFor()
  await mode('Anyone, with a code by mail or text')
  await who.page.reload()
  await who.page.getByLabel(/^Email/).waitFor()
  expect(await who.page.getByLabel('Invite code').count()).toBe(0)
  await who.context.close()
})

test('what the server rejects stands beside its field, and what it takes is in force', async () => {
  await open('instance')
  const { page } = chief
  const wrong = (label: string) =>
    page.getByLabel(label, { exact: true }).evaluate(field => {
      const about = (field.getAttribute('aria-describedby') ?? '').split(' ').filter(id => id.endsWith('-error'))
      return about.map(id => document.getElementById(id)?.textContent)
    })
  await page.getByLabel('Default room', { exact: true }).fill('no_such_room')
  await press('Save')
  await expect.poll(() => wrong('Default room')).toEqual(['There is no public group with this short name.'])
  await page.getByLabel('Default room', { exact: true }).fill('')
  await page.getByLabel('People in a group, at most', { exact: true }).fill('1')
  await press('Save')
  await expect.poll(() => wrong('People in a group, at most')).toEqual(['This is outside of what is possible.'])
  await page.getByLabel('People in a group, at most', { exact: true }).fill('many')
  await press('Save')
  await expect.poll(() => wrong('People in a group, at most')).toEqual(['Please fill in a number.'])
  await page.getByLabel('People in a group, at most', { exact: true }).fill('2')
  await page.getByLabel('How long a message can be edited, in minutes', { exact: true }).fill('1.5')
  await save()
  const { limits } = await (await fetch(`${server.url}/api/v1/instance`)).json()
  expect(limits.group_members).toBe(2)
  await press('Use the configured value: People in a group, at most')
  await expect.poll(() => page.getByLabel('People in a group, at most', { exact: true }).inputValue()).not.toBe('2')
  await page.reload()
  await expect
    .poll(() => page.getByLabel('How long a message can be edited, in minutes', { exact: true }).inputValue())
    .toBe('1.5')
})

test('a reported message is removed, and both see it gone', async () => {
  const { id: chat } = await post(server, `/chats/direct/${leo.id}`, undefined, ana.token, 'PUT')
  const say = (who: Account, text: string) =>
    post(server, `/chats/${chat}/messages`, { client_id: crypto.randomUUID(), text }, who.token)
  await say(ana, 'Hello Leo')
  await post(server, `/chats/${chat}/accept`, undefined, leo.token)
  const insult = await say(leo, 'You are a fool')
  await post(server, '/reports', { chat_id: chat, seq: insult.seq, reason: 'harassment' }, ana.token)
  const [one, other] = [await person(browser), await person(browser)]
  await signIn(one, server, 'ana')
  await signIn(other, server, 'leo')
  for (const who of [one, other]) {
    await who.page.goto(`${server.url}/c/${chat}`)
    await said(who, 'You are a fool').waitFor()
  }
  await open('reports')
  await chief.page.getByText('Harassment or threats').waitFor()
  await chief.page.getByText('You are a fool').waitFor()
  await press('Remove message')
  await confirm('Remove message', 'Remove message')
  await chief.page.getByText('The message is removed.').waitFor()
  await chief.page.getByText('No open reports').waitFor()
  for (const who of [one, other]) {
    await said(who, 'You are a fool').waitFor({ state: 'detached' })
    expect(who.faults).toEqual([])
    await who.context.close()
  }
})

test('a reported person is suspended from the report for a reason, and let in again', async () => {
  const { id: rude } = await account(server, 'rude', 'Rudi Kern')
  await post(server, '/reports', { user_id: rude, reason: 'spam' }, ana.token)
  const rudi = await person(browser)
  await signIn(rudi, server, 'rude')
  await open('reports')
  await press('Suspend')
  const asked = chief.page.getByRole('dialog', { name: 'Suspend' })
  await asked.getByLabel('Reason').fill('Advertises to everyone')
  await asked.getByRole('button', { name: 'Suspend', exact: true }).click()
  await chief.page.getByText('No open reports').waitFor()
  await rudi.page.getByText('You have been signed out').waitFor()
  await openPerson('Rudi Kern')
  await chief.page.getByText('Advertises to everyone').waitFor()
  await press('Lift suspension')
  await chief.page.getByRole('button', { name: 'Suspend', exact: true }).waitFor()
  await rudi.context.close()
})

test('sessions end, and the role goes, after asking once', async () => {
  await account(server, 'deputy', 'Dora Vogel')
  const dora = await person(browser)
  await signIn(dora, server, 'deputy')
  await openPerson('Dora Vogel')
  await press('Make administrator')
  await confirm('Make administrator', 'Make administrator')
  await press('No longer administrator')
  await confirm('No longer administrator', 'No longer administrator')
  await chief.page.getByRole('button', { name: 'Make administrator' }).waitFor()
  await press('End sessions')
  await chief.page.getByRole('dialog', { name: 'End sessions' }).getByRole('button', { name: 'Cancel' }).click()
  expect(await dora.page.getByRole('navigation', { name: 'Chats' }).count()).toBe(1)
  await press('End sessions')
  await confirm('End sessions', 'End sessions')
  await dora.page.getByText('You have been signed out').waitFor()
  await dora.context.close()
})

test('a one-time way in leads a person to a new password and into their chats, once', async () => {
  await openPerson('Ana García')
  await press('Make a one-time way in')
  await confirm('Make a one-time way in', 'Make a one-time way in')
  const made = chief.page.getByRole('dialog', { name: 'One-time way in' })
  const link = (await made.locator('code').textContent()) ?? ''
  expect(link.startsWith(`${server.url}/way-in#`)).toBe(true)
  await made.getByRole('button', { name: 'Close' }).click()
  await made.waitFor({ state: 'detached' })

  const follow = async (address: string) => {
    const who = await person(browser)
    await who.page.goto(address)
    return who
  }
  const set = async (who: Person, password: string) => {
    await who.page.getByLabel('New password', { exact: true }).fill(password)
    await who.page.getByLabel('Password again').fill(password)
    await who.page.getByRole('button', { name: 'Save' }).click()
  }
  const who = await follow(link)
  await who.page.getByText('made for you by the people who run Parlance').waitFor()
  expect(new URL(who.page.url()).hash).toBe('')
  await set(who, 'password1234')
  await who.page.getByText('This password is tried first').waitFor()
  await set(who, NEW_PASSWORD)
  await who.page.getByText('Your password is set. Log in with it.').waitFor()
  await who.page.getByLabel('Username, email or phone').fill('ana')
  await who.page.getByLabel('Password', { exact: true }).fill(NEW_PASSWORD)
  await who.page.getByRole('button', { name: 'Log in', exact: true }).click()
  await who.page.getByRole('link', { name: /Leo Martin/ }).click()
  await write(who, 'I am back')
  await said(who, 'I am back').waitFor()
  expect(who.faults.filter(fault => !fault.includes('422'))).toEqual([])
  await who.context.close()

  const late = await follow(link)
  await set(late, 'one more horse battery 3')
  await late.page.getByText('This link is no longer valid, or it was used already.').waitFor()
  await late.page.getByRole('button', { name: 'Sign in' }).click()
  await late.page.getByLabel('Username, email or phone').waitFor()
  await late.context.close()
})

test('the link the command line prints leads to the same page, in a browser where another person is signed in too', async () => {
  const [, link = ''] = server.command('admin', 'way-in', 'leo').split('\n')
  const who = await person(browser)
  await account(server, 'mia', 'Mia Roth')
  await signIn(who, server, 'mia')
  await who.page.goto(through(server, link))
  await who.page.getByLabel('New password', { exact: true }).fill(NEW_PASSWORD)
  await who.page.getByLabel('Password again').fill(NEW_PASSWORD)
  await who.page.getByRole('button', { name: 'Save' }).click()
  // Who was signed in before still is.
  await who.page.getByRole('navigation', { name: 'Chats' }).waitFor()
  await who.context.close()
  const body = { identifier: 'leo', password: NEW_PASSWORD, transport: 'body' }
  expect((await post(server, '/auth/login', body)).user.id).toBe(leo.id)
})

test('a second factor is removed, and the password alone signs in', async () => {
  const nora = await person(browser)
  await account(server, 'nora', 'Nora Lind')
  await signIn(nora, server, 'nora')
  await secondFactor(nora.page, server, async () => {})
  await openPerson('Nora Lind')
  await press('Remove second factor')
  await confirm('Remove second factor', 'Remove second factor')
  await chief.page.getByText('The second factor is removed.').waitFor()
  await chief.page.getByRole('button', { name: 'Remove second factor' }).waitFor({ state: 'detached' })
  const body = { identifier: 'nora', password: PASSWORD, transport: 'body' }
  expect((await post(server, '/auth/login', body)).access_token).toBeTruthy()
  await nora.context.close()
})

test('an account is deleted after asking once, and its person is signed out', async () => {
  const mia = await person(browser)
  await signIn(mia, server, 'mia')
  await openPerson('Mia Roth')
  await press('Delete account')
  const asked = chief.page.getByRole('dialog', { name: 'Delete the account of Mia Roth?' })
  await asked.getByText('signed out everywhere').waitFor()
  await asked.getByRole('button', { name: 'Cancel' }).click()
  expect(await mia.page.getByRole('navigation', { name: 'Chats' }).count()).toBe(1)
  await press('Delete account')
  await confirm('Delete the account of Mia Roth?', 'Delete account')
  await chief.page.getByText('The account is deleted.').waitFor()
  await mia.page.getByText('You have been signed out').waitFor()
  await chief.page.getByRole('link', { name: /Leo Martin/ }).waitFor()
  await expect.poll(() => chief.page.getByRole('link', { name: /Mia Roth/ }).count()).toBe(0)
  await mia.context.close()
  expect(chief.faults.filter(fault => !/ 40[13]| 422/.test(fault))).toEqual([])
})
