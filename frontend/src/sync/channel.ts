// The tabs of one browser talk through this channel: the one that has the socket passes on what it hears, the others
// pass on what they have to say. A tab alone talks to no other.
import type { Tell } from '@/protocol/frames'
import type { Session } from '@/protocol/types'
import type { Connection, Outgoing } from '@/store/state'
import { createSignal } from './signal'

export type Word =
  | { kind: 'hello' }
  | { kind: 'connection'; connection: Connection }
  | { kind: 'frame'; text: string }
  | { kind: 'tell'; frame: Tell }
  | { kind: 'watch'; tab: string; ids: readonly string[] }
  | { kind: 'outgoing'; item: Outgoing }
  | { kind: 'discarded'; clientId: string }
  | { kind: 'draft'; chatId: string; text: string | undefined }
  | { kind: 'session'; session: Session }
  | { kind: 'signed-out'; ended: boolean }

export interface Channel {
  /** To all other tabs, not to this one. */
  say(word: Word): void
  hear(listener: (word: Word) => void): () => void
}

/** What a `BroadcastChannel` is to us. */
export interface Broadcast {
  postMessage(word: Word): void
  onmessage: ((event: MessageEvent) => void) | null
}

/** Without a broadcast this tab is alone. */
export function createChannel(broadcast: Broadcast | undefined): Channel {
  const heard = createSignal<[Word]>()
  if (broadcast) broadcast.onmessage = event => heard.emit(event.data as Word)
  return { say: word => broadcast?.postMessage(word), hear: heard.on }
}
