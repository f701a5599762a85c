// A person has a browser: a context of Chromium that notes every breach of policy and every error of the console.
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright'
import type { Server } from './server.ts'

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
]
export const PASSWORD = 'correct horse battery 9'

export const launch = (extra: readonly string[] = []): Promise<Browser> =>
  chromium.launch({ executablePath: '/usr/bin/chromium', args: [...FLAGS, ...extra] })

export interface Person {
  readonly context: BrowserContext
  readonly page: Page
  readonly faults: string[]
}

type Looks = Parameters<Browser['newContext']>[0]

export async function person(browser: Browser, looks: Looks = {}): Promise<Person> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB', ...looks })
  context.setDefaultTimeout(30_000)
  const faults: string[] = []
  const page = await context.newPage()
  watch(page, faults)
  return { context, page, faults }
}

export function watch(page: Page, faults: string[]) {
  page.on('console', message => {
    if (message.type() === 'error') faults.push(`console: ${message.text()} ${message.location().url}`)
  })
  page.on('pageerror', fault => faults.push(`page: ${fault.stack ?? fault}`))
  page.on('crash', () => faults.push('the page crashed'))
}

/** Signs up as a newcomer does, by hand. */
export async function signUp(who: Person, server: Server, username: string, name: string) {
  const { page } = who
  const email = `${username}@example.org`
  await page.goto(`${server.url}/`)
  // Where only mail leaves, it asks for no number.
  await page.getByLabel(/^Email/).fill(email)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByLabel('Code').waitFor()
  await page.getByLabel('Code').fill(await server.code(email))
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByLabel('Username').fill(username)
  await page.getByLabel('Date of birth').fill('1990-05-17')
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Create account' }).click()
  await page.getByText('No chats yet').waitFor()
}

export interface Account {
  readonly token: string
  readonly id: string
  readonly username: string
}

/** Makes an account without a browser. */
export async function account(server: Server, username: string, name: string): Promise<Account> {
  const email = `${username}@example.org`
  const challenge = await post(server, '/auth/codes', { purpose: 'register', identifier: email })
  const { grant } = await post(server, `/auth/codes/${challenge.challenge_id}/verify`, {
    code: await server.code(email),
  })
  const session = await post(server, '/auth/register', {
    grant,
    username,
    display_name: name,
    password: PASSWORD,
    birth_date: '1990-05-17',
    country: 'ES',
    native_languages: ['es'],
    learning_languages: [{ code: 'en', level: 'B1' }],
    transport: 'body',
  })
  return { token: session.access_token, id: session.user.id, username }
}

// biome-ignore lint/suspicious/noExplicitAny: answers of a test are looked at where they are used
export async function post(server: Server, path: string, body: unknown, token?: string, method = 'POST'): Promise<any> {
  const answer = await fetch(`${server.url}/api/v1${path}`, {
    method,
    headers: { 'Content-Type': 'application/json', ...(token ? { Authorization: `Bearer ${token}` } : {}) },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
  return text ? JSON.parse(text) : undefined
}

/** Begins in a page of its own, because the cookie must be the browser's; the form has tests of its own. */
export async function signIn({ page }: Person, server: Server, username: string) {
  const door = `${server.url}/test-sign-in`
  await page.route(door, route => route.fulfill({ contentType: 'text/html', body: '<link rel="icon" href="data:,">' }))
  await page.goto(door)
  const status = await page.evaluate(
    async ({ identifier, password }) => {
      localStorage.setItem('parlance.signed-in', '1')
      const answer = await fetch('/api/v1/auth/login', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'X-Parlance-CSRF': '1' },
        body: JSON.stringify({ identifier, password, transport: 'cookie' }),
      })
      return answer.status
    },
    { identifier: username, password: PASSWORD },
  )
  if (status !== 200) throw new Error(`${username} could not sign in: ${status}`)
  await page.unroute(door)
  await page.goto(server.url)
  await page.getByRole('navigation', { name: 'Chats' }).waitFor()
}

/** What a person has chosen for this browser, from the next page on. */
export const prefer = (who: Person, chosen: object) =>
  who.context.addInitScript(text => {
    try {
      localStorage.setItem('parlance.preferences', text)
    } catch {
      // about:blank has no storage.
    }
  }, JSON.stringify(chosen))

export async function write(who: Person, text: string): Promise<void> {
  await who.page.getByLabel('Message', { exact: true }).fill(text)
  await who.page.keyboard.press('Enter')
}

export const said = (who: Person, text: string) => who.page.getByRole('article').filter({ hasText: text })

/** Ana finds Leo and sends a message; Leo accepts it on the card that lies on top of the list, and opens the chat. */
export async function meet(ana: Person, leo: Person): Promise<void> {
  await ana.page.getByRole('link', { name: 'New chat' }).click()
  await ana.page.getByLabel('Search people').fill('leo')
  await ana.page.getByRole('button', { name: /Leo Martin/ }).click()
  await write(ana, 'Hello Leo')
  const card = leo.page.getByRole('region', { name: 'Message request: Ana García' })
  await card.getByText('Hello Leo').waitFor()
  await card.getByRole('button', { name: 'Accept' }).click()
  await card.waitFor({ state: 'detached' })
  await leo.page.getByRole('link', { name: /Ana García/ }).click()
  await said(leo, 'Hello Leo').waitFor()
}

/** How many records of a kind the browser of this person keeps. */
export const onDisk = (who: Person, store: string): Promise<number> =>
  who.page.evaluate(
    name =>
      new Promise<number>((done, refused) => {
        const opening = indexedDB.open('parlance')
        opening.onerror = () => refused(opening.error)
        opening.onsuccess = () => {
          const db = opening.result
          const counting = db.transaction(name).objectStore(name).count()
          counting.onerror = () => refused(counting.error)
          counting.onsuccess = () => {
            db.close()
            done(counting.result)
          }
        }
      }),
    store,
  )
