// This finds what a person means by a few letters, in any script: without accents, by the beginnings of words, by
// letters in their order, and for names of other scripts by how they sound in Latin letters. Pure.
import { bones, hiragana, romanize } from './romanize'

/** Start and end (exclusive) of a piece of the text, in UTF-16 units. */
export type Range = readonly [number, number]

export interface Found {
  readonly score: number
  readonly ranges: readonly Range[]
}

export interface Target {
  readonly text: string
  /** One entry for each folded character: the character, and the piece of the text it stands for. */
  readonly letters: readonly string[]
  readonly from: readonly number[]
  readonly to: readonly number[]
  /** How a text of another script sounds; undefined where there is nothing to add. */
  readonly latin?: string
}

const EXACT = 120
const START = 100
const WORD = 80
const INSIDE = 60
const SOUND = 50
const SPREAD = 40
/** So many letters of a text may be skipped for each one that is typed. */
const LOOSE = 3

const SAME: Readonly<Record<string, string>> = {
  ß: 's',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ı: 'i',
  æ: 'a',
  œ: 'o',
  ة: 'ه',
  ى: 'ي',
}

/** A letter without case, accents and width; katakana as hiragana. Tatweel and vowel marks are nothing. */
const plain = (letter: string) =>
  [
    ...letter
      .toLowerCase()
      .normalize('NFKD')
      .replace(/[\p{M}\u0640]/gu, ''),
  ].map(one => SAME[one] ?? hiragana(one))

export function target(text: string): Target {
  const letters: string[] = []
  const from: number[] = []
  const to: number[] = []
  let at = 0
  for (const letter of text) {
    const written = plain(letter)
    // An accent that stands by itself belongs to the letter before it.
    if (written.length === 0 && to.length > 0) to[to.length - 1] = at + letter.length
    for (const one of written) {
      letters.push(one)
      from.push(at)
      to.push(at + letter.length)
    }
    at += letter.length
  }
  const latin = romanize(text)
  return { text, letters, from, to, latin: latin === text.normalize('NFKC').toLowerCase() ? undefined : latin }
}

const isBreak = (letter: string | undefined) => letter === undefined || /[^\p{L}\p{N}]/u.test(letter)

interface Place {
  readonly score: number
  /** Places among the folded letters. */
  readonly at: readonly number[]
}

const run = (start: number, length: number) => Array.from({ length }, (_, n) => start + n)

/** Where the letters stand next to each other: at the beginning, at that of a word, or anywhere. */
function together(letters: readonly string[], wanted: readonly string[]): Place | undefined {
  let inside: number | undefined
  for (let start = 0; start + wanted.length <= letters.length; start += 1) {
    if (!wanted.every((letter, n) => letters[start + n] === letter)) continue
    const at = run(start, wanted.length)
    if (start === 0) return { score: letters.length === wanted.length ? EXACT : START, at }
    if (isBreak(letters[start - 1])) return { score: WORD, at }
    inside ??= start
  }
  return inside === undefined || wanted.length < 2 ? undefined : { score: INSIDE, at: run(inside, wanted.length) }
}

/** Where they stand in their order, from the beginning of a word on and not too far from each other. */
function spread(letters: readonly string[], wanted: readonly string[]): Place | undefined {
  if (wanted.length < 2) return undefined
  let best: Place | undefined
  for (let start = 0; start < letters.length; start += 1) {
    if (letters[start] !== wanted[0] || !isBreak(letters[start - 1])) continue
    const at = [start]
    for (let next = start + 1; next < letters.length && at.length < wanted.length; next += 1)
      if (letters[next] === wanted[at.length]) at.push(next)
    const skipped = (at.at(-1) ?? start) - start + 1 - wanted.length
    if (at.length < wanted.length || skipped > wanted.length * LOOSE) continue
    const score = SPREAD - skipped
    if (!best || score > best.score) best = { score, at }
  }
  return best
}

/** By the sound: as the beginning of a word, or by its consonants. */
function sounds(latin: string | undefined, wanted: string): number {
  if (!latin || !/^[a-z]{2,}$/.test(wanted)) return 0
  const words = latin.split(/[^\p{L}\p{N}]+/u)
  if (words.some(word => word.startsWith(wanted))) return SOUND
  if (wanted.length > 2 && latin.includes(wanted)) return SOUND - 10
  const skeleton = bones(wanted)
  return skeleton.length > 1 && words.some(word => bones(word).startsWith(skeleton)) ? SOUND - 20 : 0
}

/** Neighboring places as pieces of the text. */
function rangesOf({ from, to }: Target, places: Iterable<number>): readonly Range[] {
  const ranges: [number, number][] = []
  for (const place of [...new Set(places)].sort((a, b) => a - b)) {
    const [start = 0, end = 0] = [from[place], to[place]]
    const last = ranges.at(-1)
    if (last && start <= last[1]) last[1] = Math.max(last[1], end)
    else ranges.push([start, end])
  }
  return ranges
}

/** Every word of the query has to be found; undefined where one is not. */
export function find(query: string, of: Target): Found | undefined {
  const words = query.trim().split(/\s+/).filter(Boolean)
  if (words.length === 0) return { score: 0, ranges: [] }
  const whole = together(of.letters, plain(query.trim()))
  if (whole && whole.score >= WORD) return { score: whole.score, ranges: rangesOf(of, whole.at) }
  let score = 0
  const places: number[] = []
  for (const word of words) {
    const wanted = [...word].flatMap(plain)
    const place = together(of.letters, wanted) ?? spread(of.letters, wanted)
    const sound = place ? 0 : sounds(of.latin, wanted.join(''))
    if (!place && sound === 0) return undefined
    score += place?.score ?? sound
    places.push(...(place?.at ?? []))
  }
  return { score: score / words.length, ranges: rangesOf(of, places) }
}
