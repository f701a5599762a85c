// What a reader of the screen says of a chat stands in a file that people can read, and stays as it is there.
import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launch, type Person, person, signIn } from './person.ts'
import { type Scene, scene } from './scene.ts'

let browser: Browser
let set: Scene
let ana: Person

beforeAll(async () => {
  set = await scene()
  browser = await launch()
  ana = await person(browser)
  await signIn(ana, set.server, 'ana')
})
afterAll(async () => {
  await browser?.close()
  await set?.server.stop()
})

/** Roles and names as the browser tells them, without what differs from day to day. */
const heard = async (what: 'banner' | 'chats' | 'thread' | 'composer') => {
  const main = ana.page.getByRole('main')
  const places = {
    banner: main.locator('header').first(),
    chats: ana.page.getByRole('navigation', { name: 'Chats' }),
    thread: ana.page.getByRole('feed'),
    composer: main.locator('form, footer').last(),
  }
  const said = await places[what].ariaSnapshot()
  return said.replaceAll(/\b\d{1,2}:\d{2}\b/g, '12:00').replaceAll(/^.*\/url:.*\n?/gm, '')
}

test('a chat that is read aloud makes sense', async () => {
  await ana.page.goto(`${set.server.url}/c/${set.direct}`)
  await ana.page.getByRole('article').filter({ hasText: 'Gracias' }).waitFor()
  const spoken = async () =>
    `The list of chats\n\n${await heard('chats')}\n\nThe head of the chat\n\n${await heard('banner')}\n\n` +
    `The messages\n\n${await heard('thread')}\n\nThe field below\n\n${await heard('composer')}\n`
  // Parts that open late and states of people come a moment later.
  await ana.page.waitForLoadState('networkidle')
  let [last, same] = ['', 0]
  await expect
    .poll(
      async () => {
        const before = last
        last = await spoken()
        same = last === before ? same + 1 : 0
        return same
      },
      { interval: 700, timeout: 60_000 },
    )
    .toBeGreaterThan(3)
  await expect(last).toMatchFileSnapshot('./reader.txt')
  expect(ana.faults).toEqual([])
})
