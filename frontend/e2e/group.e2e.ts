// Those who run a group change its picture, its invites, its join requests and its bans.
import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Account, account, launch, type Person, person, post, signIn } from './person.ts'
import { type Server, startServer } from './server.ts'

let server: Server
let browser: Browser
let ana: Person
let me: Account
let leo: Account
let chat: string

/** A picture drawn by the browser itself. */
const drawn = async (who: Person) =>
  Buffer.from(
    await who.page.evaluate(async () => {
      const canvas = new OffscreenCanvas(200, 160)
      const pen = canvas.getContext('2d')
      if (pen) {
        pen.fillStyle = '#c33'
        pen.fillRect(0, 0, 200, 160)
      }
      const bytes = await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer()
      return [...new Uint8Array(bytes)]
    }),
  )

beforeAll(async () => {
  server = await startServer()
  browser = await launch()
  me = await account(server, 'ana', 'Ana García')
  leo = await account(server, 'leo', 'Leo Martin')
  const group = await post(server, '/chats', { title: 'Book club', member_ids: [] }, me.token)
  chat = group.id
  ana = await person(browser)
  await signIn(ana, server, 'ana')
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

test('a picture of mine is shown, and goes again', async () => {
  await ana.page.goto(`${server.url}/settings/account`)
  const picture = { name: 'me.png', mimeType: 'image/png', buffer: await drawn(ana) }
  await ana.page.getByLabel('Change picture').setInputFiles(picture)
  // The one on the page; the list of settings shows it as well.
  const shown = ana.page.getByRole('main').locator('img').last()
  await shown.waitFor()
  expect(await shown.evaluate((img: HTMLImageElement) => img.decode().then(() => img.naturalWidth))).toBeGreaterThan(60)
  await ana.page.getByRole('button', { name: 'Remove picture' }).click()
  await shown.waitFor({ state: 'detached' })
})

test('a group has a picture, beside its name and in the list', async () => {
  await ana.page.goto(`${server.url}/c/${chat}/info`)
  const picture = { name: 'club.png', mimeType: 'image/png', buffer: await drawn(ana) }
  await ana.page.getByLabel('Change picture').setInputFiles(picture)
  await ana.page.getByRole('complementary').locator('img').waitFor()
  await ana.page.getByRole('navigation', { name: 'Chats' }).locator('img').waitFor()
})

test('invites are listed and revoked, and a join request is accepted', async () => {
  const open = () => ana.page.getByRole('button', { name: 'Invites and bans' }).click()
  const dialog = ana.page.getByRole('dialog', { name: 'Invites and bans' })
  const { code } = await post(server, `/chats/${chat}/invites`, { title: 'For friends', approval: true }, me.token)
  await post(server, `/invites/${code}/accept`, undefined, leo.token)
  await open()
  await dialog.getByText('For friends').waitFor()
  // The link is seen again, and copied.
  await dialog.getByText(`${server.url}/i/${code}`).waitFor()
  await ana.context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await dialog.getByRole('button', { name: 'Copy link' }).click()
  await expect.poll(() => ana.page.evaluate(() => navigator.clipboard.readText())).toBe(`${server.url}/i/${code}`)
  await dialog.getByText(/needs approval/).waitFor()
  await dialog.getByRole('listitem').filter({ hasText: 'Leo Martin' }).getByRole('button', { name: 'Accept' }).click()
  await dialog.getByText('Asking to join').waitFor({ state: 'detached' })
  await dialog.getByRole('button', { name: 'Revoke' }).click()
  await dialog.getByText('No invite is open.').waitFor()
  await dialog.getByRole('button', { name: 'Close' }).click()
  await ana.page.getByRole('complementary').getByText('Leo Martin').waitFor()
})

test('the role of an owner is given after a question, and not without', async () => {
  const panel = ana.page.getByRole('complementary')
  const role = async () =>
    (await post(server, `/chats/${chat}/members`, undefined, me.token, 'GET')).items.find(
      (item: { user: { id: string } }) => item.user.id === leo.id,
    ).role
  const begin = async () => {
    await panel.getByRole('button', { name: 'More: Leo Martin' }).click()
    await ana.page.getByRole('menuitem', { name: 'Make owner' }).click()
  }
  const asked = ana.page.getByRole('dialog', { name: 'Make owner' })
  await begin()
  await asked.getByText('Leo Martin can then do everything you can').waitFor()
  await asked.getByRole('button', { name: 'Cancel' }).click()
  expect(await role()).toBe('member')
  await begin()
  await asked.getByRole('button', { name: 'Make owner' }).click()
  await expect.poll(role).toBe('owner')
})

test('the count of members follows those who come and go, and a reload agrees', async () => {
  const kim = await account(server, 'kim', 'Kim Silva')
  const count = (n: number) => ana.page.getByRole('main').getByText(`${n} members`, { exact: true })
  await count(2).waitFor()
  await post(server, `/chats/${chat}/members`, { user_ids: [kim.id] }, me.token)
  await count(3).waitFor()
  await ana.page.reload()
  await count(3).waitFor()
  await post(server, `/chats/${chat}/leave`, {}, kim.token)
  await count(2).waitFor()
})

test('nothing was rejected by a policy and nothing went wrong in the console', () => {
  expect(ana.faults).toEqual([])
})
