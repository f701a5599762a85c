// Every installation ends here: an administrator comes by the link of the first start, and two people who registered in
// a browser chat over https. scripts/install/steps.py says where.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { secondFactor } from './newcomer.ts'
import { launch, meet, type Person, person, said, signUp, write } from './person.ts'
import { type Server, until } from './server.ts'
import { create, fillProfile, inside } from './sign-up.ts'

const { INSTALL_URL: url = '', INSTALL_LETTERS: letters = '', INSTALL_OUT: out = '' } = process.env
const adminLink = process.env.INSTALL_ADMIN_LINK ?? ''
const nodes = process.env.INSTALL_NODES?.split(' ').filter(Boolean) ?? []

/** The server as its visitors know it. */
const server = { url, code } as Server
let browser: Browser
const people = new Map<string, Person>()
const sockets: string[] = []

/** The code of the letter that came by mail. */
async function code(to: string): Promise<string> {
  let found = ''
  await until(async () => {
    for (const name of readdirSync(letters).sort()) {
      if (!name.endsWith('.json')) continue
      const letter: { to: string[]; text: string } = JSON.parse(readFileSync(join(letters, name), 'utf8'))
      if (letter.to.includes(to)) found = /\b\d{6}\b/.exec(letter.text)?.[0] ?? ''
    }
    return found !== ''
  })
  return found
}

async function visitor(name: string): Promise<Person> {
  const who = await person(browser)
  // Servers, database and browsers share one machine here.
  who.context.setDefaultTimeout(45_000)
  who.page.on('websocket', socket => sockets.push(socket.url()))
  people.set(name, who)
  return who
}
function both(): [Person, Person] {
  const [ana, leo] = [people.get('ana'), people.get('leo')]
  if (!ana || !leo) throw new Error('they did not come')
  return [ana, leo]
}
const sees = (who: Person, text: string) => said(who, text).waitFor()

beforeAll(async () => {
  browser = await launch()
})
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return
  for (const [name, { page, faults }] of people) {
    await page.screenshot({ path: join(out, `${name}.png`) })
    console.error(name, page.url(), faults)
  }
})
afterAll(() => browser?.close())

test('the link of the first start makes the first administrator, who sets up a second factor', async () => {
  const boss = await visitor('boss')
  await boss.page.goto(adminLink)
  await boss.page.getByText('looks after this server').waitFor()
  await boss.page.getByRole('button', { name: 'Create an account' }).click()
  await fillProfile(boss, 'boss')
  await create(boss)
  await inside(boss)
  await secondFactor(boss.page, server, async () => {})
  await boss.page.goto(`${url}/admin/overview`)
  await boss.page.locator('h1').first().waitFor()
})

test('two people register with codes that came by mail, and chat both ways over https and wss', async () => {
  const [ana, leo] = [await visitor('ana'), await visitor('leo')]
  await signUp(ana, server, 'ana', 'Ana García')
  await signUp(leo, server, 'leo', 'Leo Martin')
  await meet(ana, leo)
  await write(leo, '¡Hola, Ana!')
  await sees(ana, '¡Hola, Ana!')
  for (const who of [ana, leo]) {
    await who.page.reload()
    await sees(who, 'Hello Leo')
    await sees(who, '¡Hola, Ana!')
  }
  expect(new URL(ana.page.url()).origin).toBe(url)
  expect(sockets.length).toBeGreaterThan(2)
  expect(sockets.filter(socket => !socket.startsWith(`${url.replace('https:', 'wss:')}/api/v1/ws`))).toEqual([])
})

test('a picture of one is stored, and seen by the other', async () => {
  const [ana, leo] = both()
  await ana.page.goto(`${url}/settings/account`)
  await ana.page.getByLabel('Change picture').setInputFiles(`${import.meta.dirname}/../public/icon-512.png`)
  await ana.page.getByRole('main').locator('img').last().waitFor()
  await ana.page.goBack()
  await leo.page.goto(`${url}/u/ana`)
  const seen = leo.page.getByRole('main').locator('img').first()
  expect(await seen.evaluate((img: HTMLImageElement) => img.decode().then(() => img.naturalWidth))).toBeGreaterThan(60)
  await leo.page.goBack()
})

test.runIf(nodes.length > 1)('they chat when each is at another node', async () => {
  const [ana, leo] = both()
  await people.get('boss')?.context.close()
  people.delete('boss')
  const open = async (node: string) =>
    Number(/^parlance_connections (\d+)/m.exec(await (await fetch(node)).text())?.[1])
  await until(async () => {
    const counts = await Promise.all(nodes.map(open))
    if (counts.every(count => count === 1)) return true
    // The proxy chooses anew for each socket.
    if (counts.reduce((sum, count) => sum + count) === 2) await leo.page.reload()
    await new Promise(resolve => setTimeout(resolve, 300))
    return false
  }, 60_000)
  await write(ana, 'From one node')
  await sees(leo, 'From one node')
  await write(leo, 'From the other')
  await sees(ana, 'From the other')
})

test('nothing broke a policy or complained on the way', () => {
  expect([...people.values()].flatMap(({ faults }) => faults)).toEqual([])
})
