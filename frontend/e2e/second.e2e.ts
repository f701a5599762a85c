// The second factor is set up with an app, asked for, passed by a recovery code, and turned off.
import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { account, launch, PASSWORD, type Person, person, signIn } from './person.ts'
import { type Server, startServer } from './server.ts'
import { totp } from './totp.ts'

let server: Server
let browser: Browser
let ana: Person
let codes: string[] = []
let secret = ''

beforeAll(async () => {
  server = await startServer()
  browser = await launch()
  await account(server, 'ana', 'Ana García')
  ana = await person(browser)
  await signIn(ana, server, 'ana')
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

test('it is set up with an app, and recovery codes are shown once', async () => {
  await ana.page.goto(`${server.url}/settings/security`)
  await ana.page.getByRole('button', { name: 'Set up an authenticator app' }).click()
  const proof = ana.page.getByRole('dialog', { name: 'Is it you?' })
  const setUp = ana.page.getByRole('dialog', { name: 'Set up an authenticator app' })
  await proof.or(setUp).first().waitFor()
  if (await proof.isVisible()) {
    await proof.getByLabel('Password', { exact: true }).fill(PASSWORD)
    await proof.getByRole('button', { name: 'Continue' }).click()
  }
  await setUp.getByRole('img', { name: 'Picture for the authenticator app' }).waitFor()
  secret = ((await setUp.locator('code').textContent()) ?? '').replaceAll(' ', '')
  await setUp.getByLabel('Code of the app').fill('000000')
  await setUp.getByRole('button', { name: 'Confirm' }).click()
  await setUp.getByText('That is not the code of this moment.').waitFor()
  await setUp.getByLabel('Code of the app').fill(totp(secret))
  await setUp.getByRole('button', { name: 'Confirm' }).click()
  const shown = ana.page.getByRole('dialog', { name: 'Recovery codes' })
  await shown.waitFor()
  codes = await shown.locator('code').allTextContents()
  expect(codes.length).toBeGreaterThanOrEqual(8)
  await shown.getByRole('button', { name: 'I have saved them' }).click()
  await ana.page.getByText(/recovery codes are left/).waitFor()
})

test('signing in asks for it, and a recovery code will do', async () => {
  const other = await person(browser)
  await other.page.goto(`${server.url}/login`)
  await other.page.getByLabel('Username, email or phone').fill('ana')
  await other.page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await other.page.getByRole('button', { name: 'Log in', exact: true }).click()
  await other.page.getByText('Second factor').waitFor()
  await other.page.getByLabel('Code').fill(codes[0] ?? '')
  await other.page.keyboard.press('Enter')
  await other.page.getByRole('navigation', { name: 'Chats' }).waitFor()
  await other.context.close()
})

test('it is turned off again by a person who proves who they are', async () => {
  await ana.page.getByRole('button', { name: 'Turn the second factor off' }).click()
  const proof = ana.page.getByRole('dialog', { name: 'Is it you?' })
  const off = ana.page.getByRole('button', { name: 'Set up an authenticator app' })
  await proof.or(off).first().waitFor()
  if (await proof.isVisible()) {
    await proof.getByLabel('Password', { exact: true }).fill(PASSWORD)
    await proof.getByLabel('Code of the app').fill(codes[1] ?? '')
    await proof.getByRole('button', { name: 'Continue' }).click()
  }
  await off.waitFor()
  expect(ana.faults.filter(fault => !fault.includes('401') && !fault.includes('403'))).toEqual([])
})
