// Signing up by hand, beyond the first page, and links as people follow them.
import { PASSWORD, type Person } from './person.ts'
import type { Server } from './server.ts'

export async function fillProfile({ page }: Person, username: string, password = PASSWORD) {
  await page.getByLabel('Name', { exact: true }).fill(username)
  await page.getByLabel('Username').fill(username)
  await page.getByLabel('Date of birth').fill('1990-05-17')
  await page.getByLabel('Password', { exact: true }).fill(password)
}
export const create = ({ page }: Person) => page.getByRole('button', { name: 'Create account' }).click()
export const inside = ({ page }: Person) => page.getByText('No chats yet').waitFor()

/** A link names the port the server listens on; a front for other files has another one. */
export const through = (server: Server, link: string) => {
  const { pathname, search, hash } = new URL(link)
  return `${server.url}${pathname}${search}${hash}`
}
