// A message that has just come to the end of the thread, where the reader is, moves in; pages and first loads do not.
import { type RefObject, useMemo, useRef } from 'react'
import type { Row } from '@/store/rows'

const ARRIVING_MS = 250
/** More at once are not told apart by anyone. */
const MOST = 4

/** The keys of rows that are moving in. `before` are the rows of the last drawing. */
export function useArriving(rows: readonly Row[], before: RefObject<readonly Row[]>, following: RefObject<boolean>) {
  const arriving = useRef(new Map<string, number>())
  // biome-ignore lint/correctness/useExhaustiveDependencies: it looks when there are other rows
  return useMemo(() => {
    const now = Date.now()
    for (const [key, at] of arriving.current) if (now - at > ARRIVING_MS) arriving.current.delete(key)
    const last = before.current.at(-1)?.key
    const at = rows.findLastIndex(row => row.key === last)
    const fresh = last === undefined || at < 0 ? [] : rows.slice(at + 1)
    if (following.current && fresh.length <= MOST) for (const { key } of fresh) arriving.current.set(key, now)
    return new Set(arriving.current.keys())
  }, [rows])
}
