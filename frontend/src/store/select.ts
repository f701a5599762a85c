// The views ask these questions of the state. Pure.
import type { ChatEntry, Outgoing, State } from './state'

export type Filter = 'all' | 'unread' | 'direct' | 'groups' | 'requests' | 'archived'

export const isRequest = (chat: ChatEntry) => chat.me.request === 'incoming'
export const isMuted = (chat: ChatEntry, now: number) =>
  chat.me.muted_until === 'forever' || (chat.me.muted_until !== null && Date.parse(chat.me.muted_until) > now)
export const isUnread = (chat: ChatEntry) => chat.unread > 0 || chat.me.marked_unread

/** The list: pinned ones first, then the latest activity; requests and archived ones only where they are asked for. */
export function chatList(chats: State['chats'], filter: Filter): readonly ChatEntry[] {
  return Object.values(chats)
    .filter(chat => {
      switch (filter) {
        case 'all':
          return !isRequest(chat) && !chat.me.archived
        case 'unread':
          return !isRequest(chat) && !chat.me.archived && isUnread(chat)
        case 'direct':
          return !isRequest(chat) && !chat.me.archived && chat.kind === 'direct'
        case 'groups':
          return chat.kind === 'group' && !chat.me.archived
        case 'archived':
          return !isRequest(chat) && chat.me.archived
        case 'requests':
          return isRequest(chat)
      }
      return false
    })
    .sort(
      (a, b) =>
        Number(b.me.pinned) - Number(a.me.pinned) ||
        (a.active_at < b.active_at ? 1 : a.active_at > b.active_at ? -1 : a.id < b.id ? 1 : -1),
    )
}

export function unreadTotal(chats: State['chats'], now: number): number {
  let sum = 0
  for (const chat of Object.values(chats)) if (!isMuted(chat, now)) sum += chat.unread
  return sum
}

export function outgoingOf(outbox: State['outbox'], chatId: string): readonly Outgoing[] {
  return Object.values(outbox)
    .filter(item => item.chatId === chatId)
    .sort((a, b) => a.at - b.at)
}

/** The furthest another person has read. */
const farthest = (state: State, all: Readonly<Record<string, number>> = {}) =>
  Math.max(0, ...Object.entries(all).map(([person, seq]) => (person === state.me?.id ? 0 : seq)))
export const readByOthers = (state: State, chatId: string) => farthest(state, state.reads[chatId])
export const deliveredToOthers = (state: State, chatId: string) => farthest(state, state.delivered[chatId])

export function typingIn(state: State, chatId: string, now: number): readonly string[] {
  return Object.entries(state.typing[chatId] ?? {})
    .filter(([person, until]) => person !== state.me?.id && until > now)
    .map(([person]) => person)
}

/** Changes with what is known to be pinned in a chat: a pin is told by a message of its own. */
export function pinnedIn(state: State, chatId: string): string {
  return (state.threads[chatId]?.items ?? [])
    .filter(message => message.pinned || message.service?.event === 'pinned')
    .map(message => `${message.seq}/${message.rev}`)
    .join()
}

/** What one has begun to write: here, or on another device. */
export const draftOf = (state: State, chatId: string) => state.drafts[chatId] ?? state.chats[chatId]?.me.draft ?? ''
