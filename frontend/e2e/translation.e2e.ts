// A person reads what another one wrote in another language, with Debian's Apertium behind the server.
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Account, account, launch, type Person, person, post, signIn } from './person.ts'
import { type Server, startServer } from './server.ts'

const SCRIPT = join(import.meta.dirname, '../../crates/server/tests/tools/apertium.py')
const SPANISH = 'Los niños juegan en la casa grande.'
const ENGLISH = 'The boys play in the big house.'

let engine: ChildProcess
let server: Server
let browser: Browser
let ana: Person
let leo: Account
let chat: string

const say = (text: string) =>
  post(server, `/chats/${chat}/messages`, { client_id: crypto.randomUUID(), text }, leo.token)
const article = (text: string) => ana.page.getByRole('article').filter({ hasText: text })
const act = async (text: string, item: string) => {
  await article(text).click({ button: 'right' })
  await ana.page.getByRole('menuitem', { name: item }).click()
}

beforeAll(async () => {
  engine = spawn('/usr/bin/python3', [SCRIPT], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
  })
  const address = await new Promise<string>((resolve, reject) => {
    engine.once('exit', () => reject(new Error('Apertium is missing: apt-get install apertium-apy apertium-eng-spa')))
    engine.stdout?.once('data', line => resolve(String(line).trim()))
  })
  server = await startServer({ PARLANCE_TRANSLATION_URL: `apertium+${address}` })
  browser = await launch()
  const me = await account(server, 'ana', 'Ana García')
  leo = await account(server, 'leo', 'Leo Martin')
  const opened = await post(server, `/chats/direct/${leo.id}`, undefined, me.token, 'PUT')
  chat = opened.id
  await post(server, `/chats/${chat}/messages`, { client_id: crypto.randomUUID(), text: 'Hola' }, me.token)
  await post(server, `/chats/${chat}/accept`, undefined, leo.token)
  await say(SPANISH)
  ana = await person(browser)
  await signIn(ana, server, 'ana')
  await ana.page.goto(`${server.url}/settings/translation`)
  await ana.page.getByLabel('Translate into').selectOption('en')
  await ana.page.goto(`${server.url}/c/${chat}`)
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
  engine?.kill()
})

test('row 79: one message is translated after it was said where its words go', async () => {
  await act(SPANISH, 'Translate')
  const dialog = ana.page.getByRole('dialog', { name: 'Translate' })
  await dialog.getByText('go to Apertium at 127.0.0.1').waitFor()
  await dialog.getByRole('button', { name: 'Translate' }).click()
  await article(SPANISH).getByText(ENGLISH).waitFor()
  await article(SPANISH).getByText('Translated from Spanish by Apertium').waitFor()
  await article(SPANISH).getByRole('button', { name: 'Hide translation' }).click()
  await expect.poll(() => article(SPANISH).getByText(ENGLISH).count()).toBe(0)
  // Agreed to once for this chat.
  await act(SPANISH, 'Translate')
  await article(SPANISH).getByText(ENGLISH).waitFor()
})

test('row 79: a whole chat is read in another language, and stays at its end while it grows', async () => {
  for (let n = 1; n <= 30; n += 1) await say(`La casa ${n} es grande.`)
  await article('La casa 30 es grande.').waitFor()
  await ana.page.getByRole('button', { name: 'Translate this chat' }).click()
  const dialog = ana.page.getByRole('dialog', { name: 'Translate this chat' })
  await dialog.getByText('goes to Apertium at 127.0.0.1').waitFor()
  await dialog.getByRole('button', { name: 'Turn on' }).click()
  await article('The house 30 is big.').waitFor()
  const gap = () =>
    ana.page.getByRole('feed').evaluate(feed => Math.round(feed.scrollHeight - feed.clientHeight - feed.scrollTop))
  await expect.poll(gap).toBeLessThan(3)
  await say('El perro come pan.')
  await article('The dog eats bread.').waitFor()
  await expect.poll(gap).toBeLessThan(3)
})

test('row 83: what the engine says is text and nothing else', async () => {
  await say('<img src=x onerror="document.title=1"> la casa')
  const hostile = article('<img src=x')
  await hostile.getByText(/the house/i).waitFor()
  expect(await hostile.locator('img').count()).toBe(0)
})

test('row 79: learner mode hides it until it is tapped', async () => {
  await ana.page.goto(`${server.url}/settings/translation`)
  await ana.page.getByText('Learner mode').click()
  await ana.page.goto(`${server.url}/c/${chat}`)
  // The chat opens at what is not read yet, which may be further up.
  await expect
    .poll(async () => {
      await ana.page.getByRole('feed').evaluate(feed => feed.scrollTo(0, feed.scrollHeight))
      return article('El perro come pan.').count()
    })
    .toBe(1)
  await article('El perro come pan.').getByRole('button', { name: 'Show translation' }).click()
  await article('The dog eats bread.').waitFor()
})

test('row 79: an engine that is away is said, and messages go on', async () => {
  engine.kill()
  await say('Un gato negro.')
  await article('Un gato negro.').getByText('Translation is not available just now.').waitFor()
  await article('Un gato negro.').getByRole('button', { name: 'Try again' }).waitFor()
  // Refusals of the engine are no faults of the page.
  expect(ana.faults.filter(fault => !fault.includes('503'))).toEqual([])
})
