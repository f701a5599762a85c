// This walks from the first page to the console of administrators: past the screens that cannot be reached by an
// address alone.
import type { Page } from 'playwright'
import { PASSWORD } from './person.ts'
import type { Server } from './server.ts'
import { totp } from './totp.ts'

type Seen = (name: string) => Promise<void>

const dialog = (page: Page, name: string) => page.getByRole('dialog', { name })

async function signUpSlowly(page: Page, server: Server, username: string, seen: Seen) {
  const email = `${username}@example.org`
  await page.goto(`${server.url}/signup`)
  await page.getByLabel('Email or phone').fill(email)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByLabel('Code').waitFor()
  await seen('code')
  await page.getByLabel('Code').fill(await server.code(email))
  await page.getByLabel('Name', { exact: true }).waitFor()
  await seen('profile_empty')
  await page.getByLabel('Name', { exact: true }).fill('Nora Lindqvist')
  await page.getByLabel('Username').fill(username)
  await page.getByLabel('Date of birth').fill('1990-05-17')
  await page.getByLabel('Password', { exact: true }).fill('short')
  await page.getByRole('button', { name: 'Create account' }).click()
  await seen('profile_wrong')
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Create account' }).click()
  await page.getByText('No chats yet').waitFor()
  await seen('no_chats')
}

/** Gives a recovery code. */
export async function secondFactor(page: Page, server: Server, seen: Seen): Promise<string> {
  await page.goto(`${server.url}/settings/security`)
  await page.getByRole('button', { name: 'Set up an authenticator app' }).click()
  const [proof, setUp] = [dialog(page, 'Is it you?'), dialog(page, 'Set up an authenticator app')]
  await proof.or(setUp).first().waitFor()
  if (await proof.isVisible()) {
    await seen('proof')
    await proof.getByLabel('Password', { exact: true }).fill(PASSWORD)
    await proof.getByRole('button', { name: 'Continue' }).click()
  }
  await setUp.getByRole('img', { name: 'Picture for the authenticator app' }).waitFor()
  await seen('second_set_up')
  const secret = ((await setUp.locator('code').textContent()) ?? '').replaceAll(' ', '')
  await setUp.getByLabel('Code of the app').fill(totp(secret))
  await setUp.getByRole('button', { name: 'Confirm' }).click()
  const shown = dialog(page, 'Recovery codes')
  await shown.waitFor()
  await seen('recovery_codes')
  const [code = ''] = await shown.locator('code').allTextContents()
  await shown.getByRole('button', { name: 'I have saved them' }).click()
  await page.getByText(/recovery codes are left/).waitFor()
  await seen('second_on')
  return code
}

async function signInTwice(page: Page, server: Server, username: string, code: string, seen: Seen) {
  await page.goto(`${server.url}/login`)
  await page.getByLabel('Username, email or phone').fill(username)
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Log in', exact: true }).click()
  await page.getByText('Second factor').waitFor()
  await seen('second_step')
  await page.getByLabel('Code').fill(code)
  await page.keyboard.press('Enter')
  await page.getByRole('navigation', { name: 'Chats' }).waitFor()
}

async function administer(page: Page, server: Server, seen: Seen) {
  for (const tab of ['overview', 'users', 'reports', 'instance', 'audit']) {
    await page.goto(`${server.url}/admin/${tab}`)
    await page.locator('h1').first().waitFor()
    await page.waitForLoadState('networkidle')
    await seen(`admin_${tab}`)
  }
  await page.goto(`${server.url}/admin/users`)
  await page.getByRole('link', { name: /Lucía/ }).click()
  await page.getByRole('button', { name: 'Suspend' }).waitFor()
  await seen('admin_person')
  await page.getByRole('button', { name: 'Suspend' }).click()
  await page.getByLabel('Reason').waitFor()
  await seen('admin_suspend')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Delete account' }).click()
  await page.getByText('This cannot be undone.').waitFor()
  await seen('admin_delete')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Make a one-time way in' }).click()
  await dialog(page, 'Make a one-time way in').getByRole('button', { name: 'Make a one-time way in' }).click()
  await dialog(page, 'One-time way in').getByText('/way-in#').waitFor()
  await seen('admin_way_in')
}

/** All of it, in the order it happens to a newcomer. */
export async function newcomer(page: Page, server: Server, username: string, seen: Seen) {
  await signUpSlowly(page, server, username, seen)
  const code = await secondFactor(page, server, seen)
  await page.goto(server.url)
  await page.getByRole('button', { name: 'Menu' }).click()
  await page.getByRole('menuitem', { name: 'Log out' }).click()
  await page.getByRole('navigation', { name: 'Chats' }).waitFor({ state: 'detached' })
  server.command('admin', 'promote', username)
  await signInTwice(page, server, username, code, seen)
  await administer(page, server, seen)
}
