// A backoff says how long to wait before trying again: it doubles, is bounded, and is spread over the whole span, so
// that clients of one server do not come back together ("full jitter").

const FIRST_MS = 500
const MOST_MS = 30_000

export function backoff(failures: number, random: () => number = Math.random): number {
  const ceiling = Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(failures, 16))
  return Math.round(random() * ceiling)
}
