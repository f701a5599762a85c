// A snippet is a short piece of a text around the first place where something was found. Pure.

export interface Part {
  readonly text: string
  readonly hit: boolean
}

const BEFORE = 24
const MOST = 160

/** A place that does not divide a character of two units. */
const whole = (text: string, at: number) => (/[\uDC00-\uDFFF]/.test(text.charAt(at)) ? at - 1 : at)

/** Where to begin so that the first place is seen in a narrow column: at a word, if one begins in between. */
function beginning(text: string, first: number): number {
  if (first <= BEFORE) return 0
  const from = whole(text, first - BEFORE)
  const space = text.slice(from, first).search(/\s/)
  return space < 0 ? from : from + space + 1
}

/** `ranges` are in order and in UTF-16 units, as the server counts them. */
export function snippet(text: string, ranges: readonly (readonly number[])[]): readonly Part[] {
  const first = ranges[0]?.[0] ?? 0
  const from = beginning(text, first)
  const to = whole(text, Math.min(text.length, from + MOST))
  const parts: Part[] = []
  const add = (start: number, end: number, hit: boolean) => {
    const [a, b] = [Math.max(start, from), Math.min(end, to)]
    if (b > a) parts.push({ text: text.slice(a, b), hit })
  }
  let at = from
  for (const [start = 0, end = 0] of ranges) {
    add(at, start, false)
    add(start, end, true)
    at = end
  }
  add(at, to, false)
  if (from > 0) parts.unshift({ text: '…', hit: false })
  if (to < text.length) parts.push({ text: '…', hit: false })
  return parts
}
