// A place in a thread is a message: which one a row is, where a chat opens, and where it was left. Pure but for the
// last.
import type { VirtualizerHandle } from 'virtua'
import { isReturning, leftAt, type Place } from '@/store/places'
import type { Row } from '@/store/rows'

const DIVIDER_PX = 64

export const seqOf = (row: Row | undefined) =>
  row && (row.kind === 'message' || row.kind === 'service') ? row.message.seq : undefined

export function momentOf(row: Row): number | undefined {
  switch (row.kind) {
    case 'message':
    case 'service':
      return Date.parse(row.message.created_at)
    case 'pending':
      return row.item.at
    case 'start':
    case 'missing':
      return undefined
  }
}

/** Where a chat opens: at a message that was asked for, where it was left, at what is unread, or at its end. */
export function placeFor(
  rows: readonly Row[],
  chatId: string,
  target: number | undefined,
  firstUnread: number | undefined,
) {
  const indexOf = (seq: number) => rows.findIndex(row => seqOf(row) === seq)
  if (target !== undefined) {
    const index = indexOf(target)
    return index < 0 ? ('later' as const) : { index, centered: true, below: 0 }
  }
  const place = leftAt(chatId)
  if (place) {
    // The message itself may be gone meanwhile.
    const index = rows.findIndex(row => (seqOf(row) ?? 0) >= place.seq)
    const held = index > 0 || indexOf(place.seq) === index
    // Who comes back from a jump waits for the part of the chat they left.
    if (isReturning(chatId) && !(held && index >= 0)) return 'later' as const
    if (held && index >= 0) return { index, centered: false, below: place.below }
  }
  const unread = firstUnread === undefined ? -1 : rows.findIndex(row => row.unread !== undefined)
  return unread < 0 ? ('bottom' as const) : { index: unread, centered: false, below: DIVIDER_PX }
}

/** The message at the top of the view, and how far below the top it is. */
export function placeAt(rows: readonly Row[], top: number, handle: VirtualizerHandle): Place | undefined {
  for (let index = top; index < rows.length; index += 1) {
    const seq = seqOf(rows[index])
    if (seq !== undefined) return { seq, below: handle.getItemOffset(index) - handle.scrollOffset }
  }
  return undefined
}
