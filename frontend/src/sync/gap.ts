// The rule of revisions: what to do with an event, given where we stand. Pure.

export type Verdict = 'apply' | 'ignore' | 'hold'

/** An event that raises the revision by one. */
export function judge(standing: number, rev: number): Verdict {
  if (rev <= standing) return 'ignore'
  return rev === standing + 1 ? 'apply' : 'hold'
}

/** An event that closes a range: whoever stands inside it may take it. */
export function judgeRange(standing: number, after: number, rev: number): Verdict {
  if (rev <= standing) return 'ignore'
  return standing >= after ? 'apply' : 'hold'
}

/** How long an event waits for the one that is missing before it, before we ask. */
export const HOLD_MS = 500
/** More events than this are not kept while waiting: the answer will have them. */
export const MOST_HELD = 64
