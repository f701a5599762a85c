// Each sound is heard when it is chosen; a chat has one of its own, or none, and the others keep the usual one.
import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { say } from './crowd.ts'
import { type Account, account, launch, type Person, person, post, signIn } from './person.ts'
import { type Server, startServer } from './server.ts'

let server: Server
let browser: Browser
let ana: Person
let leo: Account
const chats: Record<string, string> = {}

/** The tones that were heard since the last question. */
const heard = () =>
  ana.page.evaluate(() => {
    const all = (globalThis as unknown as { tones: number[] }).tones
    return all.splice(0, all.length)
  })
const row = (name: string) => ana.page.locator(`nav a[href="/c/${chats[name]}"]`)
async function choose(name: string, sound: string) {
  await row(name).click({ button: 'right' })
  await ana.page.getByRole('menuitem', { name: 'Sound…' }).click()
  await ana.page.getByRole('menu', { name: 'Sound…' }).waitFor()
  await ana.page.getByRole('menuitem', { name: sound }).click()
}
/** Says something in a chat and tells which tones came with it. */
async function arrival(name: string, text: string) {
  // Tones of arrivals have two seconds between them: the clock of the page passes them.
  await ana.page.evaluate(() => {
    const now = Date.now
    Date.now = () => now() + 3000
  })
  await say(server, chats[name] ?? '', leo, text)
  await row(name).getByText(text).waitFor()
}

beforeAll(async () => {
  server = await startServer()
  browser = await launch()
  const me = await account(server, 'ana', 'Ana García')
  leo = await account(server, 'leo', 'Leo Martin')
  for (const title of ['Kitchen', 'Library', 'Garden'])
    chats[title] = (await post(server, '/chats', { title, member_ids: [leo.id] }, me.token)).id
  ana = await person(browser)
  await ana.context.addInitScript(() => {
    const tones: number[] = []
    Object.assign(globalThis, { tones })
    const frequency = Object.getOwnPropertyDescriptor(AudioParam.prototype, 'value')
    const create = AudioContext.prototype.createOscillator
    AudioContext.prototype.createOscillator = function () {
      const made = create.call(this)
      const start = made.start
      made.start = (...at) => {
        tones.push(Math.round(Number(frequency?.get?.call(made.frequency))))
        start.apply(made, at)
      }
      return made
    }
  })
  await signIn(ana, server, 'ana')
  await row('Garden').waitFor()
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

test('the usual sound is chosen by hearing it, and stays', async () => {
  await ana.page.goto(`${server.url}/settings/notifications`)
  const group = ana.page.getByRole('group', { name: 'Sound of a message' })
  await group.getByRole('radio', { name: 'Marimba' }).check()
  await expect.poll(heard).toEqual([523, 659, 784])
  await group.getByRole('radio', { name: 'No sound' }).check()
  expect(await heard()).toEqual([])
  await group.getByRole('radio', { name: 'Knock' }).check()
  await expect.poll(heard).toEqual([196, 196])
  await ana.page.reload()
  await group.getByRole('radio', { name: 'Knock', checked: true }).waitFor()
})

test('a chat has a sound of its own or none, and the others the usual one', async () => {
  await ana.page.goto(server.url)
  await row('Kitchen').waitFor()
  await choose('Kitchen', 'Drop')
  await expect.poll(heard).toEqual([988, 587])
  await choose('Library', 'No sound')
  await expect
    .poll(async () => ana.page.evaluate(async () => (await navigator.locks.query()).held?.map(({ name }) => name)))
    .toContain('parlance-in-view')
  await arrival('Kitchen', 'It boils')
  await expect.poll(heard).toEqual([988, 587])
  // What comes after a silent one is all there is to hear.
  await arrival('Library', 'Psst')
  await arrival('Garden', 'It rains')
  await expect.poll(heard).toEqual([196, 196])
  await choose('Library', 'As in the settings')
  await expect.poll(heard).toEqual([196, 196])
  await arrival('Library', 'Louder')
  await expect.poll(heard).toEqual([196, 196])
  expect(ana.faults).toEqual([])
})
