// A person's chat with themselves holds what they have saved. It is shown like a chat with another person, who has its
// title for a name.
import { SAVED } from '@/lib/ids'
import type { UserCard } from '@/protocol/types'
import type { ChatEntry, State } from './state'

export const isSaved = (chat: ChatEntry | undefined, me: string | undefined) =>
  chat?.peer != null && chat.peer.id === me

// The same title is the same person, so that a view that asks again is not drawn again.
const cards = new Map<string, UserCard>()
function cardOf(title: string): UserCard {
  const card = cards.get(title) ?? {
    id: SAVED,
    username: SAVED,
    display_name: title,
    native_languages: [],
    learning_languages: [],
    avatar_id: null,
  }
  cards.set(title, card)
  return card
}

/** The person a direct chat is shown as; `title` is what saved messages are called. */
export function peerOf(state: State, chat: ChatEntry | undefined, title: string): UserCard | undefined {
  if (!chat?.peer) return undefined
  return isSaved(chat, state.me?.id) ? cardOf(title) : (state.users[chat.peer.id] ?? chat.peer)
}
