// Friends are made in one window and seen in the other, without a reload.
import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { account, launch, type Person, person, signIn } from './person.ts'
import { type Server, startServer } from './server.ts'

let server: Server
let browser: Browser
let ana: Person
let leo: Person

beforeAll(async () => {
  server = await startServer()
  browser = await launch()
  await account(server, 'ana', 'Ana García')
  await account(server, 'leo', 'Leo Martin')
  ana = await person(browser)
  leo = await person(browser)
  await signIn(ana, server, 'ana')
  await signIn(leo, server, 'leo')
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

test('a request is sent by its button, and is seen at the menu and on the open page', async () => {
  await leo.page.goto(`${server.url}/friends`)
  await ana.page.goto(`${server.url}/friends`)
  const add = ana.page.getByRole('button', { name: 'Add', exact: true })
  await add.waitFor()
  await expect.poll(() => add.isDisabled()).toBe(true)
  await ana.page.getByLabel('Add by username, email or phone').fill('leo')
  await add.click()
  await ana.page.getByText('The request was sent.').waitFor()
  await leo.page.getByRole('button', { name: 'Incoming 1' }).waitFor()
  await leo.page.getByText(/new notification/).waitFor({ state: 'attached' })
  await leo.page.getByRole('button', { name: 'Menu' }).click()
  await leo.page.getByRole('menuitem', { name: 'Friends 1' }).waitFor()
  await leo.page.keyboard.press('Escape')
})

test('an accepted one is a friend on both pages, online as long as they are', async () => {
  const friend = (who: Person, name: string) => who.page.getByRole('link', { name: new RegExp(name) })
  await leo.page.getByRole('button', { name: 'Incoming 1' }).click()
  await leo.page.getByRole('button', { name: 'Accept' }).click()
  await leo.page.getByRole('button', { name: 'Friends', exact: true }).click()
  await friend(leo, 'Ana García').getByText('online', { exact: true }).waitFor()
  await friend(ana, 'Leo Martin').getByText('online', { exact: true }).waitFor()
  await leo.context.close()
  await friend(ana, 'Leo Martin').getByText('online', { exact: true }).waitFor({ state: 'detached', timeout: 90_000 })
  expect([...ana.faults, ...leo.faults]).toEqual([])
})
