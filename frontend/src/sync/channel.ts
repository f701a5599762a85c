// How the tabs of one browser talk: the one that has the socket passes on what it hears, the others pass on what they
// have to say. A tab alone talks to nobody.
import type { Tell } from '@/protocol/frames'
import type { Session } from '@/protocol/types'
import type { Connection, Outgoing } from '@/store/state'

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

type Listener = (word: Word) => void

const listeners = new Set<Listener>()
const tellAll = (word: Word) => {
  for (const listen of listeners) listen(word)
}
const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('parlance')
if (channel) channel.onmessage = event => tellAll(event.data as Word)

export function say(word: Word) {
  channel?.postMessage(word)
}

export function hear(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
