// This makes the words of a text without its signs, for lists, quotes and notifications.
import { spans } from './spans'

/** The words of a text without its signs; what is covered shows its length only. */
export const plain = (text: string, cover = false) => plainRanges(text, [], cover).text

/** With places in it, which move as signs go. */
export function plainRanges(text: string, ranges: readonly (readonly number[])[], cover = false) {
  let kept = ''
  let at = 0
  let covered = 0
  /** Where each sign ended, and how much was gone by then. */
  const gone: [number, number][] = []
  const keep = (end: number) => {
    for (const char of text.slice(at, end)) {
      kept += at < covered && char.trim() ? '▒' : char
      at += char.length
    }
  }
  for (const { kind, start, end } of spans(text)) {
    if (kind === 'spoiler' && cover) {
      keep(start)
      covered = Math.max(covered, end)
    }
    if (kind !== 'sign' || start < at) continue
    keep(start)
    at = end
    gone.push([start, end])
  }
  keep(text.length)
  const moved = (place: number) =>
    gone.reduce((now, [start, end]) => now - Math.max(0, Math.min(place, end) - start), place)
  return { text: kept, ranges: ranges.map(([from = 0, to = 0]) => [moved(from), moved(to)]) }
}
