// The server's grammar and this one are held to the same cases, and to the same reading of texts that make no sense.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { DOMAINS, WORDS } from './address'
import { plain } from './plain'
import { spans } from './spans'

const SIGNS = [
  '**',
  '*',
  '_',
  '~~',
  '||',
  '`',
  '``',
  '```',
  '\n',
  '> ',
  '- ',
  '1. ',
  ' ',
  'a',
  'b2',
  '3',
  'é',
  '語',
  'ه',
  '🚀',
]
const ALPHABET = [
  ...SIGNS,
  '^',
  '\\',
  '.',
  '(',
  ')',
  '@ana',
  'x.org',
  'https://x.org/a_b',
  'rust\n',
  '***',
  '/',
  '-',
  ':80',
  'www.',
  '@',
  'it',
]
const NAMES: Record<string, string> = {
  bold: 'B',
  italic: 'I',
  strike: 'S',
  spoiler: 'H',
  code: 'C',
  code_block: 'P',
  quote: 'Q',
  list_item: 'L',
  link: 'A',
  name: 'N',
}

const [cases, domains, words, hash] = (() => {
  const file = readFileSync(new URL('../../../../crates/domain/src/markup/cases.txt', import.meta.url), 'utf8')
  const lines = file.split('\n').filter(line => line && !line.startsWith('#'))
  const named = (name: string) => lines.find(line => line.startsWith(`${name}: `))?.slice(name.length + 2) ?? ''
  const pairs = lines.filter(line => line.startsWith('< ') || line.startsWith('= ')).map(line => line.slice(2))
  const all = pairs.flatMap((text, at) => (at % 2 ? [] : ([[text, pairs[at + 1] ?? '']] as const)))
  return [all, named('domains'), named('words'), named('hash')] as const
})()

/** A text with its parts between marks, as the cases are written. */
function drawn(text: string): string {
  let out = ''
  let at = 0
  const open: { end: number; name: string }[] = []
  const upTo = (end: number) => {
    for (let one = open.at(-1); one && one.end <= end; one = open.at(-1)) {
      out += text.slice(at, one.end) + (one.name ? `‹/${one.name}›` : '›')
      at = one.end
      open.pop()
    }
    out += text.slice(at, end)
    at = end
  }
  for (const { kind, start, end, language } of spans(text)) {
    upTo(start)
    const name = NAMES[kind] ?? ''
    out += name ? `‹${name}${language ? ` ${language}` : ''}›` : '‹'
    open.push({ end, name })
  }
  upTo(text.length)
  return out.replaceAll('\n', '⏎')
}

test('every case is read as it is written down', () => {
  expect(cases.length).toBeGreaterThan(60)
  for (const [text, expected] of cases) expect(drawn(text.replaceAll('⏎', '\n'))).toBe(expected)
})

test('the endings of addresses are those of the server', () => {
  expect([...DOMAINS].join(' ')).toBe(domains)
  expect([...WORDS].join(' ')).toBe(words)
})

/** The same texts on both sides: numbers of a simple generator choose the pieces. */
function* texts(count: number) {
  let state = 1
  const below = (n: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return (state >>> 16) % n
  }
  for (let n = 0; n < count; n += 1) {
    let text = ''
    for (let left = 2 + below(24); left > 0; left -= 1) text += ALPHABET[below(ALPHABET.length)]
    yield text
  }
}

test('texts without any sense are read as the server reads them', () => {
  let seen = 2_166_136_261
  for (const text of texts(5000)) {
    const line = `${drawn(text)}|${plain(text, true)}`
    for (let at = 0; at < line.length; at += 1) seen = Math.imul(seen ^ line.charCodeAt(at), 16_777_619) >>> 0
  }
  expect(seen.toString(16)).toBe(hash)
}, 60_000)

test('parts are in order, inside each other or apart, and within bounds', () => {
  for (const text of texts(3000)) {
    const open: number[] = []
    let last = 0
    for (const { start, end } of spans(text)) {
      expect(start >= last && end > start && end <= text.length, text).toBe(true)
      while ((open.at(-1) ?? text.length) <= start) open.pop()
      expect(end <= (open.at(-1) ?? text.length), text).toBe(true)
      expect(open.push(end)).toBeLessThan(14)
      last = start
    }
  }
})

test('text that is made to be slow is not', () => {
  const began = performance.now()
  const parts = [
    '*',
    '_',
    '~~',
    '`',
    '[',
    '**a',
    'a**',
    '`` `',
    '> ',
    '- ',
    '*_`~[',
    'a-',
    'a.',
    'a@',
    'www.',
    'a.zz/',
    '@a',
    '*a _b ',
    '(',
    ')',
    '```\n \n',
    'a**b ',
    'https://x',
  ]
  for (const part of parts) spans(part.repeat(65_536 / part.length))
  expect(performance.now() - began).toBeLessThan(5000)
})
