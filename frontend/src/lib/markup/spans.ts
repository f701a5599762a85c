// This reads the formatting of a text: what is bold, code, a quote, a list, a link. The server has the same grammar
// (crates/domain/src/markup), and the cases beside it hold both to it. Pure.
import { address } from './address'
import { delimiters } from './delimiters'
import { add, enclose, isLetter, type Page, type Span } from './page'

const MOST = 300
const MOST_LINKS = 100
const FENCE = '```'
const LANGUAGE = /^(?:([a-z0-9+#._-]{1,20})?\n)/i
const ITEM = /^( {0,8})(?:[-*•]|[0-9٠-٩۰-۹]{1,3}[.)]) /
const NAME = /@([A-Za-z0-9_.]*)/y
const SPECIAL = /[*_~|`>@•:.)-]/

const isBlank = (text: string) => !/\P{White_Space}/u.test(text)

/** In order of position, the longer first. */
export function spans(text: string): readonly Span[] {
  const page: Page = { text, found: [], left: MOST, links: MOST_LINKS }
  // Most texts have nothing of it.
  if (SPECIAL.test(text)) blocks(page)
  return page.found.sort((a, b) => a.start - b.start || b.end - a.end)
}

function blocks(page: Page) {
  const { text } = page
  let [from, at] = [0, 0]
  for (;;) {
    const open = text.indexOf(FENCE, at)
    const close = open < 0 ? -1 : text.indexOf(FENCE, open + 3)
    if (close < 0) break
    const first = LANGUAGE.exec(text.slice(open + 3, Math.min(open + 24, close)))
    const start = open + 3 + (first?.[0].length ?? 0)
    const end = close > start && text[close - 1] === '\n' ? close - 1 : close
    if (page.left < 3 || isBlank(text.slice(start, end))) {
      at = close + 3
      continue
    }
    lines(page, from, open)
    enclose(page, 'code_block', [open, close + 3], [start, end], first?.[1])
    from = close + 3
    at = from
  }
  lines(page, from, text.length)
}

/** Quoted lines form one quote. Formatting goes on from line to line, but not out of a quote or an item. */
function lines(page: Page, from: number, to: number) {
  const { text } = page
  let scope = from
  let quote: number | undefined
  const endQuote = (end: number) => {
    if (quote === undefined) return
    page.left += 1
    add(page, 'quote', quote, end)
    quote = undefined
  }
  for (let line = from; line < to; ) {
    const stop = text.indexOf('\n', line)
    const end = stop < 0 || stop > to ? to : stop
    const starts = line === 0 || text[line - 1] === '\n'
    const prefix = starts && page.left >= 2 ? quoted(text.slice(line, end), quote !== undefined) : 0
    if (prefix > 0 !== (quote !== undefined)) {
      inline(page, scope, line)
      endQuote(line - 1)
      scope = line
      if (prefix > 0) {
        quote = line
        // Its own place is taken now; where it ends is not known yet.
        page.left -= 1
      }
    }
    const content = line + prefix
    if (prefix > 0) add(page, 'sign', line, content)
    const item = starts && page.left > 0 ? ITEM.exec(text.slice(content, end)) : undefined
    const words = content + (item?.[0].length ?? 0)
    if (item && !isBlank(text.slice(words, end))) {
      inline(page, scope, line)
      add(page, 'list_item', content + (item[1]?.length ?? 0), end)
      inline(page, words, end)
      scope = Math.min(end + 1, to)
    }
    line = end + 1
  }
  inline(page, scope, to)
  endQuote(text[to - 1] === '\n' ? to - 1 : to)
}

/** The length of the sign of a quoted line. One without a space after it is a face or an arrow. */
function quoted(line: string, goesOn: boolean): number {
  if (line === '>') return goesOn ? 1 : 0
  return line.startsWith('> ') && !isBlank(line.slice(2)) ? 2 : 0
}

/** The character before a place; two units may be one. */
function before(text: string, from: number, at: number): string {
  if (at <= from) return ''
  return /[\uDC00-\uDFFF]/.test(text.charAt(at - 1)) ? text.slice(at - 2, at) : text.charAt(at - 1)
}

/** How often the character at this place follows itself. */
function run(text: string, at: number, to: number): number {
  let length = 1
  while (at + length < to && text[at + length] === text[at]) length += 1
  return length
}

/** A stretch of text in which signs find each other. Each character is looked at a bounded number of times. */
function inline(page: Page, from: number, to: number) {
  const { text } = page
  const signs = delimiters(page)
  // The lengths of backticks that are not closed any more.
  const open = new Set<number>()
  for (let at = from; at < to; ) {
    const char = String.fromCodePoint(text.codePointAt(at) ?? 0)
    const previous = before(text, from, at)
    let end = at + char.length
    if (char === '`') end = code(page, at, to, open)
    else if (char === '@') end = name(page, at, to, previous)
    else if ('*_~|'.includes(char)) {
      end = at + run(text, at, to)
      const next = end < to ? String.fromCodePoint(text.codePointAt(end) ?? 0) : ''
      signs.read(at, end, previous, next, end + 1 < to ? text.charAt(end + 1) : '')
    } else if (isLetter(char) && begins(text, from, at, previous)) end = address(page, at, to) ?? end
    signs.pass(at, end)
    at = end
  }
}

/** Between equal runs of one or two backticks; longer ones are text. */
function code(page: Page, at: number, to: number, open: Set<number>): number {
  const { text } = page
  const length = run(text, at, to)
  const inside = at + length
  if (length > 2 || open.has(length)) return inside
  let close = inside
  for (;;) {
    close = text.indexOf('`', close)
    if (close < 0 || close >= to) {
      open.add(length)
      return inside
    }
    const next = run(text, close, to)
    if (next === length) break
    close += next
  }
  if (page.left < 3 || isBlank(text.slice(inside, close))) return inside
  // Spaces keep a backtick at the edge from the sign.
  const start = text.startsWith(' `', inside) ? inside + 1 : inside
  const end = text.startsWith('` ', close - 2) ? close - 1 : close
  enclose(page, 'code', [at, close + length], [start, end])
  return close + length
}

/** Not within a word or a path; a sign for italic words may stand before it. */
function begins(text: string, from: number, at: number, previous: string): boolean {
  return previous === '_' ? !isLetter(before(text, from, at - 1)) : previous !== '/' && !isLetter(previous)
}

/** `@name`; one inside a word, as in an e-mail address, does not count. */
function name(page: Page, at: number, to: number, previous: string): number {
  if (isLetter(previous) || '@._/'.includes(previous || ' ')) return at + 1
  NAME.lastIndex = at
  const found = (NAME.exec(page.text.slice(0, Math.min(to, at + 99)))?.[1] ?? '').replace(/\.+$/, '')
  if (found.length < 3 || found.length > 32) return at + 1
  page.found.push({ kind: 'name', start: at, end: at + 1 + found.length })
  return at + 1 + found.length
}
