// A backoff says how long to wait before trying again: it doubles, is bounded, and is spread over the whole span, so
// that clients of one server do not come back together ("full jitter").

const FIRST_MS = 500
/** A server that answered and asks for patience gets it. */
export const REJECTED_MS = 30_000
/** Without any answer it is the network that is away, which comes back at its own time; a person waits for that. */
export const UNREACHABLE_MS = 4000

export function backoff(failures: number, random: () => number = Math.random, most = REJECTED_MS): number {
  const ceiling = Math.min(most, FIRST_MS * 2 ** Math.min(failures, 16))
  return Math.round(random() * ceiling)
}
