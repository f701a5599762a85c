// A person signs up and in with an account elsewhere, and links it: a real OpenID Connect provider, a real browser.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { account, launch, PASSWORD, type Person, person, signIn } from './person.ts'
import { type Server, startServer } from './server.ts'

const ROOT = join(import.meta.dirname, '../..')
let provider: ChildProcess
let server: Server
let browser: Browser

/** What the provider's own pages ask: who one is, and whether it may be told. */
async function agree({ page }: Person, login: string) {
  await page.locator('input[name=login]').fill(login)
  await page.locator('input[name=password]').fill('anything')
  await page.locator('button[type=submit]').click()
  await page.getByRole('button', { name: 'Continue' }).click()
}

beforeAll(async () => {
  const tools = execFileSync(join(ROOT, 'scripts/test-tools'), { encoding: 'utf8' }).trim()
  server = await startServer(async url => {
    const script = join(ROOT, 'crates/server/tests/tools/provider.mjs')
    const arguments_ = [script, join(tools, 'node'), 'parlance', 'a secret', `${url}/oauth/acme/callback`]
    provider = spawn('node', arguments_, { stdio: ['pipe', 'pipe', 'ignore'] })
    const issuer = await new Promise<string>(resolve =>
      provider.stdout?.once('data', line => resolve(String(line).trim())),
    )
    return {
      PARLANCE_PUBLIC_URL: url,
      PARLANCE_OAUTH_ACME_ISSUER: issuer,
      PARLANCE_OAUTH_ACME_CLIENT_ID: 'parlance',
      PARLANCE_OAUTH_ACME_CLIENT_SECRET: 'a secret',
      PARLANCE_OAUTH_ACME_LABEL: 'Acme',
    }
  })
  browser = await launch()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await server?.stop()
  provider?.kill()
})

test('a newcomer comes with it, fills in the profile, and signs in with it again', async () => {
  const ana = await person(browser)
  await ana.page.goto(`${server.url}/signup`)
  await ana.page.getByRole('button', { name: /Acme/ }).click()
  await agree(ana, 'ana')
  await ana.page.getByLabel('Name', { exact: true }).fill('Ana García')
  await ana.page.getByLabel('Username').fill('ana')
  await ana.page.getByLabel('Date of birth').fill('1990-05-17')
  await ana.page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await ana.page.getByRole('button', { name: 'Create account' }).click()
  await ana.page.getByText('No chats yet').waitFor()
  await ana.context.close()

  const again = await person(browser)
  await again.page.goto(`${server.url}/login`)
  await again.page.getByRole('button', { name: /Acme/ }).click()
  await agree(again, 'ana')
  await again.page.getByText('No chats yet').waitFor()
  expect(again.faults.filter(fault => fault.includes(server.url) && !fault.includes('401'))).toEqual([])
  await again.context.close()
})

test('who is signed in links it, and unlinks it again', async () => {
  await account(server, 'leo', 'Leo Martin')
  const leo = await person(browser)
  await signIn(leo, server, 'leo')
  await leo.page.goto(`${server.url}/settings/security`)
  const row = leo.page.getByRole('listitem').filter({ hasText: 'Acme' })
  await row.getByText('not linked').waitFor()
  await row.getByRole('button', { name: 'Link' }).click()
  await agree(leo, 'leo')
  await row.getByRole('button', { name: 'Unlink' }).click()
  await row.getByText('not linked').waitFor()
  await leo.context.close()
})
