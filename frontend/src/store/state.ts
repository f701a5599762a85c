// The state is everything the application holds, and what it holds when it starts. Values are never changed in place.
import type { Message } from '@/protocol/frames'
import type { Chat, Me, Role, UserCard } from '@/protocol/types'

export type { Message } from '@/protocol/frames'

export interface ChatEntry extends Omit<Chat, 'last_message'> {
  last_message: Message | null
}

/** A stretch of one chat without holes: every message from `from` to `to` that still exists is in `items`. */
export interface Thread {
  readonly items: readonly Message[]
  readonly from: number
  readonly to: number
}

export type OutboxState = 'sending' | 'stored' | 'failed'

/** What was written here and has not been seen in its chat yet. */
export interface Outgoing {
  readonly clientId: string
  readonly chatId: string
  readonly text: string
  readonly replyTo?: number
  /** The message this one corrects. */
  readonly corrects?: number
  readonly at: number
  readonly state: OutboxState
  readonly tries: number
  readonly refusal?: string
}

export interface Presence {
  readonly online: boolean
  readonly lastSeen: string | null
}

export type Phase = 'idle' | 'connecting' | 'updating' | 'online' | 'waiting' | 'offline' | 'replaced' | 'refused'

export interface Connection {
  readonly phase: Phase
  /** When the next attempt is due, while waiting. */
  readonly retryAt?: number
}

export type Account = 'unknown' | 'out' | 'in' | 'ended'

export interface State {
  readonly account: Account
  readonly me: Me | null
  readonly sessionId: string | null
  readonly connection: Connection
  /** False until the list of chats is known, from the cache or from the server. */
  readonly listed: boolean
  readonly users: Readonly<Record<string, UserCard>>
  readonly presence: Readonly<Record<string, Presence>>
  readonly chats: Readonly<Record<string, ChatEntry>>
  readonly threads: Readonly<Record<string, Thread>>
  readonly roles: Readonly<Record<string, Readonly<Record<string, Role>>>>
  /** How far others have read: chat, person, seq. */
  readonly reads: Readonly<Record<string, Readonly<Record<string, number>>>>
  /** What devices of others have got: chat, person, number. */
  readonly delivered: Readonly<Record<string, Readonly<Record<string, number>>>>
  /** Until when a person counts as typing: chat, person, milliseconds. */
  readonly typing: Readonly<Record<string, Readonly<Record<string, number>>>>
  readonly outbox: Readonly<Record<string, Outgoing>>
  readonly drafts: Readonly<Record<string, string>>
  readonly notificationsUnread: number
}

export const initial: State = {
  account: 'unknown',
  me: null,
  sessionId: null,
  connection: { phase: 'idle' },
  listed: false,
  users: {},
  presence: {},
  chats: {},
  threads: {},
  roles: {},
  reads: {},
  delivered: {},
  typing: {},
  outbox: {},
  drafts: {},
  notificationsUnread: 0,
}
