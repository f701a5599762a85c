// A thread shows rows: messages, what is being sent, and what stands above them. They are made here. Pure.
import { dayOf } from '@/lib/time'
import type { Message, Outgoing, Thread } from './state'

const RUN_MS = 5 * 60_000

interface Above {
  /** The day that begins with this row. */
  readonly day?: number
  /** The line above the first unread message: how many there were when the chat was opened, 0 if that is not known. */
  readonly unread?: number
}

export type Row = Above & { readonly key: string } & (
    | {
        readonly kind: 'message'
        readonly message: Message
        readonly mine: boolean
        readonly first: boolean
        readonly last: boolean
      }
    | { readonly kind: 'service'; readonly message: Message }
    | { readonly kind: 'pending'; readonly item: Outgoing; readonly first: boolean; readonly last: boolean }
    | { readonly kind: 'start' }
    | { readonly kind: 'missing' }
  )

interface Line {
  readonly at: number
  readonly day: number
  readonly author: string
  readonly run: boolean
}

export interface View {
  readonly thread: Thread | undefined
  /** The chat's last seq, as far as it is known. */
  readonly end: number
  readonly outgoing: readonly Outgoing[]
  readonly me: string | undefined
  /** The first unread message when the chat was opened, and how many there were. */
  readonly firstUnread: number | undefined
  readonly unread?: number
  /** Loading what follows has failed: say so where the hole is. */
  readonly missing: boolean
}

export function rowsOf(view: View): readonly Row[] {
  const { thread, me } = view
  const shown = (thread?.items ?? []).filter(message => !message.hidden)
  const known = new Set(shown.map(message => message.client_id))
  const complete = thread !== undefined && thread.to >= view.end
  const pending = view.outgoing.filter(item => !known.has(item.clientId))
  const rows: Row[] = []
  if (thread && thread.from <= 1) rows.push({ kind: 'start', key: 'start' })

  const lines: Line[] = shown.map(line)
  for (const item of pending) lines.push({ at: item.at, day: dayOf(item.at), author: me ?? '', run: true })
  let divided = false
  lines.forEach((current, index) => {
    const before = lines[index - 1]
    const after = lines[index + 1]
    const newDay = before?.day !== current.day
    const message = shown[index]
    const unread = !divided && message !== undefined && isNew(message, view)
    if (unread) divided = true
    const above: Above = { day: newDay ? current.at : undefined, unread: unread ? (view.unread ?? 0) : undefined }
    const first = newDay || unread || !joins(before, current)
    const last = !joins(current, after)
    if (message) rows.push(messageRow(message, me, above, first, last))
    else {
      const item = pending[index - shown.length]
      if (item) rows.push({ kind: 'pending', key: item.clientId, item, first, last, ...above })
    }
  })
  if (thread && !complete && view.missing) {
    // What is being sent stays below the hole: it is newer than anything that is missing.
    const at = rows.findIndex(row => row.kind === 'pending')
    rows.splice(at < 0 ? rows.length : at, 0, { kind: 'missing', key: 'missing' })
  }
  return rows
}

const isNew = (message: Message, { firstUnread, me }: View) =>
  firstUnread !== undefined && message.seq >= firstUnread && message.author_id !== me && message.kind !== 'service'

// A message is read once, not with each that follows it.
const readLines = new WeakMap<Message, Line>()

function line(message: Message): Line {
  const known = readLines.get(message)
  if (known) return known
  const at = Date.parse(message.created_at)
  const made = { at, day: dayOf(at), author: message.author_id ?? '', run: message.kind !== 'service' }
  readLines.set(message, made)
  return made
}

function joins(a: Line | undefined, b: Line | undefined): boolean {
  if (!a || !b || !a.run || !b.run) return false
  return a.author === b.author && b.at - a.at < RUN_MS && a.day === b.day
}

// Rows are kept by message, so that a row nothing happened to is the same object and is not drawn again.
const kept = new WeakMap<Message, Row>()

function messageRow(message: Message, me: string | undefined, above: Above, first: boolean, last: boolean): Row {
  const old = kept.get(message)
  const same = old && old.day === above.day && old.unread === above.unread
  if (message.kind === 'service') {
    if (old && same && old.kind === 'service') return old
    const row: Row = { kind: 'service', key: `${message.seq}`, message, ...above }
    kept.set(message, row)
    return row
  }
  if (old && same && old.kind === 'message' && old.first === first && old.last === last) return old
  const mine = message.author_id === me
  // The client id keeps a row of my own in place when it turns from pending to stored.
  const key = mine && message.client_id ? message.client_id : `${message.seq}`
  const row: Row = { kind: 'message', key, message, mine, first, last, ...above }
  kept.set(message, row)
  return row
}
