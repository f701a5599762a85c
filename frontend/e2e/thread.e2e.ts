// A thread with thousands of unread messages goes to its end at once, follows what comes, and goes to a message as
// often as it is asked for.
import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { many, say, UNLIMITED } from './crowd.ts'
import { type Account, account, launch, type Person, person, post, said, signIn } from './person.ts'
import { type Server, startServer, until } from './server.ts'

const MANY = 3000

let server: Server
let browser: Browser
let ana: Person
let me: Account
let leo: Account
let long: string
let short: string

const feed = () => ana.page.getByRole('feed')
const fromBottom = () => feed().evaluate(e => e.scrollHeight - e.scrollTop - e.clientHeight)
const field = () => ana.page.getByLabel('Message', { exact: true })
const settle = () => ana.page.waitForTimeout(300)
const inView = (seq: number) =>
  feed().evaluate((e, wanted) => {
    const row = e.querySelector(`[data-seq="${wanted}"]`)?.getBoundingClientRect()
    const view = e.getBoundingClientRect()
    return row !== undefined && row.bottom > view.top && row.top < view.bottom
  }, seq)

/** How many requests for pages of messages are made meanwhile. */
async function requests(work: () => Promise<void>) {
  let count = 0
  const counting = (request: { url(): string }) => {
    if (/\/chats\/[^/]+\/messages(\?|$)/.test(request.url())) count += 1
  }
  ana.page.on('request', counting)
  await work()
  ana.page.off('request', counting)
  return count
}

beforeAll(async () => {
  server = await startServer(UNLIMITED)
  browser = await launch()
  me = await account(server, 'ana', 'Ana García')
  leo = await account(server, 'leo', 'Leo Martin')
  await post(server, '/friend-requests', { user_id: leo.id }, me.token)
  await post(server, '/friend-requests', { user_id: me.id }, leo.token)
  const group = async (title: string) => (await post(server, '/chats', { title, member_ids: [leo.id] }, me.token)).id
  long = await group('Thousands')
  short = await group('Some')
  await many(MANY, n => say(server, long, leo, `Message ${n} ${'and more '.repeat(n % 9)}`))
  const first = await say(server, short, leo, 'The very first')
  for (let n = 1; n <= 150; n += 1) await say(server, short, leo, `Line ${n}`)
  await say(server, short, leo, 'About the first', { reply_to: first.seq })
  await post(server, `/chats/${short}/messages/${first.seq}/pin`, undefined, me.token, 'PUT')
  await post(server, `/chats/${short}/read`, { seq: first.seq + 152 }, me.token, 'PUT')
  ana = await person(browser)
  await signIn(ana, server, 'ana')
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

test('with thousands unread, one request leads to the newest message, and it stays', async () => {
  await ana.page.goto(`${server.url}/c/${long}`)
  await ana.page.getByText(/^[\d,]+ new messages?$/).waitFor()
  await settle()
  const asked = await requests(async () => {
    await ana.page.getByRole('button', { name: 'To the newest message' }).click()
    await said(ana, `Message ${MANY - 1} `).waitFor()
    for (let n = 0; n < 20; n += 1) {
      await ana.page.waitForTimeout(100)
      if (n > 2) expect(await fromBottom()).toBeLessThan(2)
    }
  })
  expect(asked).toBe(1)
  await until(async () => (await post(server, `/chats/${long}`, undefined, me.token, 'GET')).unread === 0)
})

test('the end stays when the network comes back', async () => {
  const asked = await requests(async () => {
    await ana.context.setOffline(true)
    await ana.page.getByText('You are offline').waitFor()
    await ana.context.setOffline(false)
    await ana.page.getByText('You are offline').waitFor({ state: 'detached' })
    await say(server, long, leo, 'After the tunnel')
    await said(ana, 'After the tunnel').waitFor()
    await settle()
  })
  expect(asked).toBe(0)
  await expect.poll(fromBottom).toBeLessThan(2)
})

test('at the bottom it follows, whatever has given the thread more room', async () => {
  const shown = async (text: string) => {
    await say(server, long, leo, text)
    await said(ana, text).waitFor()
    await expect.poll(fromBottom, { message: text, timeout: 3000 }).toBeLessThan(2)
  }
  // The lines of a draft are deleted.
  await field().fill('a\nb\nc\nd\ne\nf\ng\nh')
  await settle()
  await field().fill('')
  await settle()
  await shown('after the draft')
  // A reply is begun and given up.
  await said(ana, 'after the draft').click({ button: 'right' })
  await ana.page.getByRole('menuitem', { name: 'Reply' }).click()
  await settle()
  await ana.page.getByRole('main').getByRole('button', { name: 'Cancel' }).click()
  await settle()
  await shown('after the reply')
  // The window becomes higher, as it does when the keyboard of a phone goes; by a little, and by much.
  for (const height of [860, 400, 900]) {
    await ana.page.setViewportSize({ width: 1440, height })
    await settle()
    await shown(`at a height of ${height}`)
  }
})

test('who has scrolled up is left where they are when the thread gets room', async () => {
  await feed().hover()
  await ana.page.mouse.wheel(0, -600)
  await settle()
  await field().fill('a\nb\nc\nd')
  await settle()
  await field().fill('')
  await say(server, long, leo, 'Not to be followed')
  await settle()
  expect(await fromBottom()).toBeGreaterThan(400)
})

test('the same quote, pin and hit lead to their message a second time', async () => {
  const away = async () => {
    // After a jump the button leads back first, and then to the end.
    await until(async () => {
      const button = ana.page.getByRole('button', { name: /^(Back to where you were|To the newest message)$/ })
      if ((await button.count()) === 0) return (await fromBottom()) < 2 && !(await inView(firstSeq))
      // It turns from one into the other, and goes, while it is pressed.
      await button.click({ timeout: 2000 })
      return false
    })
  }
  await ana.page.getByRole('link', { name: /Some/ }).click()
  const quote = ana.page.getByRole('article').filter({ hasText: 'About the first' }).getByRole('link')
  await quote.waitFor()
  const firstSeq = (await post(server, `/chats/${short}/pins`, undefined, me.token, 'GET')).items[0].seq
  for (const way of ['quote', 'pin', 'hit'] as const) {
    if (way === 'hit') {
      await ana.page.getByRole('button', { name: 'Search in this chat' }).click()
      await ana.page.getByRole('searchbox', { name: 'Search in this chat' }).fill('very first')
    }
    const link = {
      quote,
      pin: ana.page.getByRole('button', { name: /Pinned message/ }),
      hit: ana.page.getByRole('search').getByRole('link', { name: /The very first/ }),
    }[way]
    for (let time = 1; time <= 2; time += 1) {
      // The list of hits is put away by a jump.
      if (way === 'hit' && time === 2) await ana.page.getByRole('button', { name: 'List of hits' }).click()
      await link.click()
      await expect.poll(() => inView(firstSeq), { message: `${way}, time ${time}` }).toBe(true)
      await away()
    }
  }
  expect(
    ana.faults.filter(fault => !/ERR_INTERNET_DISCONNECTED|WebSocket|ERR_FAILED .*[/]assets[/]/.test(fault)),
  ).toEqual([])
})
