// A person formats what they write, by signs, keys and the bar; another one sees it in a second window.
import { readFileSync } from 'node:fs'
import type { Browser, Locator } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { say } from './crowd.ts'
import { type Account, account, launch, type Person, person, post, signIn } from './person.ts'
import { type Server, startServer } from './server.ts'

let server: Server
let browser: Browser
let ana: Person
let leo: Person
let me: Account
let other: Account
let chat: string

const SOON = { timeout: 20_000 }
const field = (of: Person) => of.page.getByRole('textbox', { name: 'Message' })
const row = (of: Person, words: string) => of.page.getByRole('article').filter({ hasText: words }).last()

beforeAll(async () => {
  server = await startServer()
  browser = await launch()
  me = await account(server, 'ana', 'Ana García')
  other = await account(server, 'leo', 'Leo Martin')
  chat = (await post(server, `/chats/direct/${other.id}`, undefined, me.token, 'PUT')).id
  await say(server, chat, me, 'Hello')
  await post(server, `/chats/${chat}/accept`, undefined, other.token)
  ana = await person(browser)
  leo = await person(browser)
  await leo.context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await signIn(ana, server, 'ana')
  await signIn(leo, server, 'leo')
  for (const who of [ana, leo]) {
    await who.page.goto(`${server.url}/c/${chat}`)
    await field(who).waitFor()
  }
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

/** What stands in an element, as the names of its elements and their words. */
const drawn = (of: Locator, names: string) =>
  of.locator(names).evaluateAll(all => all.map(one => `${one.tagName.toLowerCase()}: ${one.textContent}`))

test('what is written with signs looks the same for both, and its signs are not shown', async () => {
  await field(ana).fill(
    'A **bold** and *italic* and ~~struck~~ `x = **y**` www.example.org\n> quoted\n- milk\n- eggs\nsnake_case 2*3*4',
  )
  await field(ana).press('Enter')
  for (const who of [ana, leo]) {
    const seen = row(who, 'snake_case')
    await seen.locator('li').nth(1).waitFor()
    const elements = 'strong, em, s, code, blockquote, li > div, a[target]'
    await expect
      .poll(() => drawn(seen, elements))
      .toEqual([
        'strong: bold',
        'em: italic',
        's: struck',
        'code: x = **y**',
        'a: www.example.org',
        'blockquote: quoted',
        'div: milk',
        'div: eggs',
      ])
    await expect.poll(() => seen.textContent()).toContain('snake_case 2*3*4')
    expect(await seen.getByRole('link', { name: 'www.example.org' }).getAttribute('href')).toBe(
      'https://www.example.org',
    )
    await expect.poll(() => seen.getAttribute('aria-label')).toContain('A bold and italic and struck x = **y**')
  }
  const kinds = (await post(server, `/chats/${chat}/messages`, undefined, other.token, 'GET')).items
    .at(-1)
    .entities.map((entity: { kind: string }) => entity.kind)
  expect(new Set(kinds)).toEqual(new Set(['bold', 'italic', 'strike', 'code', 'link', 'quote', 'list_item', 'sign']))
  // The list of chats shows words only.
  await leo.page
    .getByRole('link', { name: /Ana García/ })
    .getByText('A bold and italic and struck')
    .waitFor()
})

test('code has its language, scrolls by itself and can be copied', async () => {
  const line = `let answer = ${'4'.repeat(200)};`
  await field(ana).fill(`\`\`\`rust\n${line}\n\`\`\``)
  await field(ana).press('Enter')
  const figure = row(leo, 'let answer').getByRole('figure')
  await figure.getByText('rust', { exact: true }).waitFor()
  const wide = await figure.locator('pre').evaluate(pre => pre.scrollWidth > pre.clientWidth)
  expect(wide).toBe(true)
  await figure.getByRole('button', { name: 'Copy code' }).click()
  await figure.getByRole('button', { name: 'Copied' }).waitFor()
  await expect.poll(() => leo.page.evaluate(() => navigator.clipboard.readText())).toBe(line)
})

test('a spoiler is covered until it is asked for, in the list as well', async () => {
  await field(ana).fill('The end: ||the gardener||')
  await field(ana).press('Enter')
  const seen = row(leo, 'The end')
  await seen.getByRole('button', { name: 'Hidden text: show' }).click()
  await expect.poll(() => seen.textContent()).toContain('The end: the gardener')
  await leo.page
    .getByRole('link', { name: /Ana García/ })
    .getByText('The end: ▒▒▒ ▒▒▒▒▒▒▒▒')
    .waitFor()
})

test('keys and the bar put signs around what is selected, and both can be undone', async () => {
  const input = field(ana)
  await input.fill('one two three')
  const select = (from: number, to: number) =>
    input.evaluate((element: HTMLTextAreaElement, [a, b]) => element.setSelectionRange(a ?? 0, b ?? 0), [from, to])
  await select(4, 7)
  await input.press('Control+b')
  await expect.poll(() => input.inputValue()).toBe('one **two** three')
  await input.press('Control+i')
  await expect.poll(() => input.inputValue()).toBe('one ***two*** three')
  await input.press('Control+z')
  await expect.poll(() => input.inputValue()).toBe('one **two** three')
  await input.press('Control+z')
  await expect.poll(() => input.inputValue()).toBe('one two three')
  await select(8, 13)
  const bar = ana.page.getByRole('toolbar', { name: 'Formatting' })
  await bar.getByRole('button', { name: 'Strikethrough' }).click()
  await expect.poll(() => input.inputValue()).toBe('one two ~~three~~')
  // It is still selected: pressed again, the signs go.
  await bar.getByRole('button', { name: 'Strikethrough' }).click()
  await expect.poll(() => input.inputValue()).toBe('one two three')
  await bar.getByRole('button', { name: 'Quote' }).click()
  await expect.poll(() => input.inputValue()).toBe('> one two three')
  await select(3, 3)
  await bar.waitFor({ state: 'detached' })
})

test('the bar is found without a selection, is moved in by arrows, and explains the signs', async () => {
  await field(ana).fill('')
  const button = ana.page.getByRole('button', { name: 'Formatting' })
  await button.click()
  const bar = ana.page.getByRole('toolbar', { name: 'Formatting' })
  await bar.getByRole('button', { name: 'Bold' }).focus()
  await ana.page.keyboard.press('ArrowRight')
  await expect
    .poll(() => bar.getByRole('button', { name: 'Italic' }).evaluate(e => e === document.activeElement))
    .toBe(true)
  await ana.page.keyboard.press('End')
  await ana.page.keyboard.press('Enter')
  const help = ana.page.getByRole('dialog', { name: 'Formatting' })
  await help.getByText('~~…~~').waitFor()
  await ana.page.keyboard.press('Escape')
  await help.waitFor({ state: 'detached' })
  await button.click()
  await bar.waitFor({ state: 'detached' })
})

test('a correction compares the words, and shows signs only where they are what was changed', async () => {
  const said = await post(
    server,
    `/chats/${chat}/messages`,
    { client_id: crypto.randomUUID(), text: 'I **has** a cat' },
    me.token,
  )
  await post(
    server,
    `/chats/${chat}/messages`,
    { client_id: crypto.randomUUID(), text: 'I **have** a cat', kind: 'correction', base_seq: said.seq },
    other.token,
  )
  const slip = ana.page.getByRole('group', { name: 'Leo Martin corrected you, 1 change' })
  await slip.waitFor()
  await expect.poll(() => drawn(slip, 'del, ins')).toEqual(['del: removed has', 'ins: added have'])
})

test('an attack stays text in every construct, and nothing of it is an obstacle', async () => {
  const evil = '<img src=x onerror=alert(1)>'
  const wrapped = ['**', '*', '_', '~~', '||', '`', '```\n'].map(
    sign => `${sign}${evil}${[...sign].reverse().join('')}`,
  )
  const lines = [`> ${evil}`, `- ${evil}`, `1. ${evil}`, `\`\`\`${evil}\n${evil}\`\`\``, `https://x.org/${evil}`]
  const links = ['[x](javascript:alert(1))', 'javascript:alert(1)', 'https://x.org/"onclick="alert(1)', '@<b>ana</b>']
  const texts = [...wrapped, lines.join('\n'), links.join(' '), '*_~~||**`'.repeat(100)]
  // What is read is opened at its end, where arrivals are seen.
  const { seq } = await say(server, chat, me, 'the first one')
  await post(server, `/chats/${chat}/read`, { seq }, other.token, 'PUT')
  await leo.page.goto(`${server.url}/c/${chat}`)
  await row(leo, 'the first one').waitFor()
  for (const [at, text] of texts.entries()) {
    await say(server, chat, me, `${text} end ${at}.`)
    const seen = row(leo, `end ${at}.`)
    await seen.waitFor()
    expect(
      await seen
        .locator('img, [onerror], [onclick], b, script, a:not([href^=http], [href^=mailto], [href^="/"])')
        .count(),
      text,
    ).toBe(0)
  }
  await row(leo, 'end 7.').getByRole('figure').waitFor(SOON)
  const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8')
  await leo.page.evaluate(axe)
  const violations = await leo.page.evaluate(async () => {
    // biome-ignore lint/suspicious/noExplicitAny: the script has put it there
    const found = await (window as any).axe.run('main')
    return found.violations.map((one: { id: string; nodes: { html: string }[] }) => [one.id, one.nodes[0]?.html])
  })
  expect(violations).toEqual([])
  expect([...ana.faults, ...leo.faults]).toEqual([])
})
