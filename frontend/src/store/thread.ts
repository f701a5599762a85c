// A thread holds the stretch of a chat that is in memory; pages and live messages become part of it here. Pure.
import type { Message, Thread } from './state'

/** A page of history as the server gives it. */
export interface Page {
  readonly items: readonly Message[]
  readonly prev: number | null
  readonly next: number | null
}

/** Most messages kept while the reader scrolls; beyond it the far end is let go. */
export const MOST_HELD = 1200

/** The newest state of one message. What a live frame leaves out has not changed. */
export function newest(old: Message | undefined, next: Message): Message {
  if (!old) return next
  if (next.rev < old.rev) return old
  return {
    ...next,
    starred: next.starred ?? old.starred,
    hidden: next.hidden ?? old.hidden,
    reactions: next.reactions?.map(reaction => ({
      ...reaction,
      mine: reaction.mine ?? old.reactions?.find(known => known.emoji === reaction.emoji)?.mine,
    })),
  }
}

/** Two ascending runs as one; where both have a message the later revision stays. */
function merge(a: readonly Message[], b: readonly Message[]): readonly Message[] {
  const bySeq = new Map(a.map(message => [message.seq, message]))
  for (const message of b) bySeq.set(message.seq, newest(bySeq.get(message.seq), message))
  return [...bySeq.values()].sort((one, other) => one.seq - other.seq)
}

/** Which part of a chat was asked for. */
export type Part = { before: number } | { after: number } | { around: number } | 'end'

/** The stretch a page covers: nothing exists in it but what the page has. */
export function stretch(page: Page, part: Part): Thread {
  const first = page.items[0]?.seq
  const last = page.items.at(-1)?.seq
  if (typeof part === 'object' && 'before' in part) {
    return { items: page.items, from: page.prev === null ? 1 : (first ?? part.before), to: part.before - 1 }
  }
  if (typeof part === 'object' && 'after' in part) {
    return { items: page.items, from: part.after + 1, to: last ?? part.after }
  }
  const from = page.prev === null ? 1 : (first ?? 1)
  return { items: page.items, from, to: last ?? from - 1 }
}

export const touches = (thread: Thread | undefined, page: Thread) =>
  thread !== undefined && page.to >= thread.from - 1 && page.from <= thread.to + 1

/** A page joins the stretch that is held if it touches it, and takes its place otherwise. */
export function withPage(thread: Thread | undefined, page: Thread): Thread {
  if (!thread || !touches(thread, page)) return page
  return {
    items: merge(thread.items, page.items),
    from: Math.min(page.from, thread.from),
    to: Math.max(page.to, thread.to),
  }
}

/**
 * A message that was made or changed. One that does not follow on the stretch is not taken: the stretch then ends
 * before the chat does, which the view shows, and loads.
 */
export function withMessage(thread: Thread, message: Message): Thread {
  if (message.seq === thread.to + 1) {
    return { ...thread, items: [...thread.items, message], to: message.seq }
  }
  if (message.seq < thread.from || message.seq > thread.to) return thread
  return { ...thread, items: merge(thread.items, [message]) }
}

/** Lets go of the end that is far from where the reader is. */
export function trimmed(thread: Thread, reading: 'older' | 'newer'): Thread {
  const excess = thread.items.length - MOST_HELD
  if (excess <= 0) return thread
  const items = reading === 'older' ? thread.items.slice(0, MOST_HELD) : thread.items.slice(excess)
  return {
    items,
    from: reading === 'newer' ? (items[0]?.seq ?? thread.from) : thread.from,
    to: reading === 'older' ? (items.at(-1)?.seq ?? thread.to) : thread.to,
  }
}

/** What is kept of a chat that is not open: its end, or nothing if the end is not held. */
export function ending(thread: Thread, end: number, most: number): Thread | undefined {
  if (thread.to < end) return undefined
  if (thread.items.length <= most) return thread
  const items = thread.items.slice(-most)
  return { items, from: items[0]?.seq ?? thread.from, to: thread.to }
}

export function find(thread: Thread | undefined, seq: number): Message | undefined {
  const items = thread?.items ?? []
  let low = 0
  let high = items.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const at = items[middle]?.seq ?? 0
    if (at === seq) return items[middle]
    if (at < seq) low = middle + 1
    else high = middle - 1
  }
  return undefined
}
