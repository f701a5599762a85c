// This pairs the signs around words. A sign looks for the nearest one like it that may begin; what stands between the
// two and found no other is text. Each sign is pushed and popped once, so that hostile text is read as fast as any.
import { enclose, isLetter, type Kind, type Page } from './page'

/** Formatting within formatting; more is text. */
const DEEPEST = 6
const KINDS: Readonly<Record<string, Kind>> = {
  '**': 'bold',
  '*': 'italic',
  _: 'italic',
  '~~': 'strike',
  '||': 'spoiler',
}

interface Opener {
  readonly start: number
  length: number
  /** In the middle of a word: it ends within that word. */
  readonly inside: boolean
  /** How deep what was closed within it is. */
  depth: number
}

const SPACE = /\p{White_Space}/u
const NUMBER = /\p{N}/u
/** Of a script in which words stand side by side, or whose endings do. */
const UNSPACED =
  /[\u0e00-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef\u{20000}-\u{3ffff}]/u

/** Before words in italics: other characters make a face of it, as in (*^_^*). */
const FIRST = /^(?:[\p{Alphabetic}\p{N}([{"`“‘«¿¡「『（【…—–]|[\u{10000}-\u{10ffff}])/u

/** Whether a sign may begin something, and whether it may end something. A backslash takes its meaning away. */
function flanks(sign: string, previous: string, next: string, second: string): readonly [boolean, boolean] {
  if (previous === '\\') return [false, false]
  const first =
    FIRST.test(next) ||
    (next === '@' ? previous !== '@' : '*_~|'.includes(next) && second !== sign.charAt(0) && previous !== next)
  const opens = next !== '' && !SPACE.test(next)
  const closes = previous !== '' && !SPACE.test(previous)
  const apart = UNSPACED.test(previous) || UNSPACED.test(next)
  // `snake_case_name`
  if (sign === '_') return [opens && first && !isLetter(previous), closes && !isLetter(next)]
  // `2*3*4`
  if (sign === '*' || sign === '***')
    return [opens && first && (!isLetter(previous) || apart), closes && (!isLetter(next) || apart)]
  // `2**3`, but habl**o**: people show each other the endings of words.
  const power = NUMBER.test(previous) && NUMBER.test(next)
  return [opens && !power, closes && !power]
}

/** The nearest sign of a kind that may still be closed. */
function nearest(slot: number[], open: readonly Opener[], lastSpace: number): number {
  for (;;) {
    const index = slot.at(-1)
    if (index === undefined) return -1
    const one = open[index]
    if (one && !(one.inside && lastSpace > one.start)) return index
    slot.pop()
  }
}

function pair(page: Page, start: number, at: number, length: number) {
  if (length === 3) {
    pair(page, start, at + 1, 2)
    return pair(page, start + 2, at, 1)
  }
  const kind = KINDS[page.text.slice(start, start + length)] ?? 'bold'
  enclose(page, kind, [start, at + length], [start + length, at])
}

export function delimiters(page: Page) {
  const { text } = page
  const open: Opener[] = []
  /** For each sign, where it stands in `open`; three stars are two signs. */
  const slots: Record<string, number[]> = { '**': [], '*': [], _: [], '~~': [], '||': [] }
  let lastSpace = -1

  /** Closes an opener by a sign that has so many characters left, and says how many of them it took. */
  function close(index: number, at: number, left: number): number {
    const within = open.splice(index + 1)
    const opener = open.pop() as Opener
    for (const slot of Object.values(slots)) while ((slot.at(-1) ?? -1) >= index) slot.pop()
    const taken = Math.min(left, opener.length)
    opener.depth = within.reduce((deepest, { depth }) => Math.max(deepest, depth), opener.depth)
    const [depth, places] = taken === 3 ? [opener.depth + 2, 6] : [opener.depth + 1, 3]
    const start = opener.start + opener.length - taken
    if (depth <= DEEPEST && page.left >= places) {
      pair(page, start, at, taken)
      opener.depth = depth
    }
    opener.length -= taken
    if (opener.length > 0) {
      slots['*'.repeat(opener.length)]?.push(open.length)
      open.push(opener)
    } else {
      const outer = open.at(-1)
      if (outer) outer.depth = Math.max(outer.depth, opener.depth)
    }
    return taken
  }

  return {
    /** A sign from one place to another, and the characters around it. */
    read(start: number, end: number, previous: string, next: string, second: string) {
      const sign = text.slice(start, end)
      const kinds = sign === '***' ? ['**', '*'] : sign in KINDS ? [sign] : []
      if (kinds.length === 0) return
      const [opens, closes] = flanks(sign, previous, next, second)
      let left = sign.length
      while (closes && left > 0 && page.left >= 3) {
        const fitting = kinds.filter(kind => kind.length <= left)
        const index = Math.max(...fitting.map(kind => nearest(slots[kind] ?? [], open, lastSpace)))
        if (index < 0) break
        left -= close(index, end - left, left)
      }
      if (left < sign.length || !opens) return
      const inside = [previous, next].every(char => isLetter(char) && !UNSPACED.test(char))
      for (const kind of kinds) slots[kind]?.push(open.length)
      open.push({ start, length: sign.length, inside, depth: 0 })
    },

    /** What is read otherwise; spaces within code and addresses part words, too. */
    pass(start: number, end: number) {
      for (let at = end - 1; at >= start; at -= 1)
        if (SPACE.test(text.charAt(at))) {
          lastSpace = at
          return
        }
    },
  }
}
