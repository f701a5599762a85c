// The rule of revisions stands here: what to do with an event, given the revision that is held. Pure.

export type Verdict = 'apply' | 'ignore' | 'hold'

/** An event that raises the revision by one. */
export function judge(held: number, rev: number): Verdict {
  if (rev <= held) return 'ignore'
  return rev === held + 1 ? 'apply' : 'hold'
}

/** An event that closes a range: a client inside it may take it. */
export function judgeRange(held: number, after: number, rev: number): Verdict {
  if (rev <= held) return 'ignore'
  return held >= after ? 'apply' : 'hold'
}

/** How long an event waits for the one that is missing before it, before we ask. */
export const HOLD_MS = 500
/** More events than this are not kept while waiting: the answer will have them. */
export const MOST_HELD = 64
