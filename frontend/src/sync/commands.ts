// What somebody can do in a chat. Each shows at once, and is taken back if the server refuses.
import { newId } from '@/lib/ids'
import { api, ask } from '@/protocol/http'
import type { components } from '@/protocol/openapi.gen'
import { onDelivered, onRead, withMessages, withMyChat, withRead } from '@/store/apply'
import type { Message, Outgoing } from '@/store/state'
import { change, put, read } from '@/store/store'
import { ending, find, type Part, trimmed, withPage } from '@/store/thread'
import { tellServer } from './client'
import { chatEntry, getMessages } from './rest'
import { enqueue } from './sending'

const KEPT_WHEN_LEFT = 300
const CHATS_HELD = 30

export function send(chatId: string, text: string, about: { replyTo?: number; corrects?: number } = {}) {
  const item: Outgoing = { clientId: newId(), chatId, text, ...about, at: Date.now(), state: 'sending', tries: 0 }
  enqueue(item)
}

/** Loads a part of a chat; `reading` says in which direction somebody scrolls, so that the other end can go. */
export async function loadPart(chatId: string, part: Part, reading?: 'older' | 'newer') {
  const page = await getMessages(chatId, part)
  change(state => {
    const joined = withPage(state.threads[chatId], page)
    const thread = reading ? trimmed(joined, reading) : joined
    return { ...state, threads: put(state.threads, chatId, thread) }
  })
}

/** Keeps the end of a chat that is left, and of not too many chats. */
export function leave(chatId: string) {
  change(state => {
    const thread = state.threads[chatId]
    if (!thread) return state
    const { [chatId]: _, ...others } = state.threads
    const kept = ending(thread, state.chats[chatId]?.seq ?? 0, KEPT_WHEN_LEFT)
    // The chat left last stands last, so the first is the one that was not seen for longest.
    const rest = Object.entries(others).slice(-CHATS_HELD)
    return { ...state, threads: { ...Object.fromEntries(rest), ...(kept ? { [chatId]: kept } : {}) } }
  })
}

async function optimistic(message: Message, shown: Message, request: () => Promise<unknown>) {
  const { chat_id, seq } = message
  const show = (next: Message) => change(state => withMessages(state, chat_id, [next]))
  show(shown)
  try {
    const answer = await request()
    if (answer) show(answer as Message)
  } catch (fault) {
    // Only what is still as we made it is taken back; a later state from elsewhere stays.
    if (find(read().threads[chat_id], seq)?.rev === message.rev) show(message)
    throw fault
  }
}

const at = (message: Message) => ({ path: { chat_id: message.chat_id, seq: message.seq } })

export function edit(message: Message, text: string) {
  return optimistic(message, { ...message, text, edited_at: new Date().toISOString() }, () =>
    ask(api.PATCH('/api/v1/chats/{chat_id}/messages/{seq}', { params: at(message), body: { text } })),
  )
}

export function remove(message: Message) {
  return optimistic(message, { ...message, text: undefined, deleted_at: new Date().toISOString() }, () =>
    ask(api.DELETE('/api/v1/chats/{chat_id}/messages/{seq}', { params: at(message) })),
  )
}

/** For me alone, on all my devices. */
export function hide(message: Message) {
  const params = { ...at(message), query: { for: 'me' as const } }
  return optimistic(message, { ...message, hidden: true }, async () => {
    await ask(api.DELETE('/api/v1/chats/{chat_id}/messages/{seq}', { params }))
  })
}

/** Sets or takes back my reaction. */
export function react(message: Message, emoji: string) {
  const reactions = message.reactions ?? []
  const known = reactions.find(reaction => reaction.emoji === emoji)
  const on = known?.mine !== true
  const count = (known?.count ?? 0) + (on ? 1 : -1)
  const others = reactions.filter(reaction => reaction.emoji !== emoji)
  const next = count > 0 ? [...others, { emoji, count, mine: on }] : others
  const params = { path: { ...at(message).path, emoji } }
  return optimistic(message, { ...message, reactions: next }, () =>
    on
      ? ask(api.PUT('/api/v1/chats/{chat_id}/messages/{seq}/reactions/{emoji}', { params }))
      : ask(api.DELETE('/api/v1/chats/{chat_id}/messages/{seq}/reactions/{emoji}', { params })),
  )
}

export function star(message: Message) {
  const on = !message.starred
  const params = at(message)
  return optimistic(message, { ...message, starred: on }, () =>
    on
      ? ask(api.PUT('/api/v1/chats/{chat_id}/messages/{seq}/star', { params }))
      : ask(api.DELETE('/api/v1/chats/{chat_id}/messages/{seq}/star', { params })),
  )
}

export function pin(message: Message) {
  const on = !message.pinned
  const params = at(message)
  return optimistic(message, { ...message, pinned: on }, () =>
    on
      ? ask(api.PUT('/api/v1/chats/{chat_id}/messages/{seq}/pin', { params }))
      : ask(api.DELETE('/api/v1/chats/{chat_id}/messages/{seq}/pin', { params })),
  )
}

type MyChat = components['schemas']['MyChatBody']

/** What I want of a chat for myself: pinned, archived, silent, marked as unread, read in another language. */
export async function setMine(chatId: string, mine: Omit<MyChat, 'draft'>) {
  const before = read().chats[chatId]?.me
  if (!before) return
  const known = Object.fromEntries(Object.entries(mine).filter(([, value]) => value !== undefined))
  change(state => withMyChat(state, chatId, known))
  try {
    const params = { path: { chat_id: chatId } }
    const answer = await ask(api.PATCH('/api/v1/chats/{chat_id}/me', { params, body: mine }))
    change(state => withMyChat(state, chatId, answer.me))
  } catch (fault) {
    change(state => withMyChat(state, chatId, before))
    throw fault
  }
}

/** Also takes back that the chat was marked as unread. */
export async function markRead(chatId: string, seq: number) {
  const chat = read().chats[chatId]
  if (!chat || (seq <= chat.read_seq && !chat.me.marked_unread)) return
  const me = read().me?.id
  const left = (read().threads[chatId]?.items ?? []).filter(
    message => message.seq > seq && message.author_id !== me && message.kind !== 'service',
  )
  change(state => withRead(state, chatId, seq, seq >= chat.seq ? 0 : left.length))
  const answer = await ask(
    api.PUT('/api/v1/chats/{chat_id}/read', { params: { path: { chat_id: chatId } }, body: { seq } }),
  )
  change(state => withRead(state, chatId, answer.read_seq, answer.unread))
}

/** How far a message of mine has come, as far as others let that be known. */
export async function learnReceipts(chat_id: string, seq: number) {
  const params = { path: { chat_id, seq } }
  const answer = await ask(api.GET('/api/v1/chats/{chat_id}/messages/{seq}/receipts', { params })).catch(
    () => undefined,
  )
  for (const { user, state: how } of answer?.items ?? [])
    change(state => (how === 'read' ? onRead : onDelivered)(state, { chat_id, user_id: user.id, seq }))
}

export const typing = (chatId: string, on: boolean) => tellServer({ type: 'typing', chat_id: chatId, on })

/** A chat as an answer gave it: opened, joined, changed. */
export function hold(answer: Parameters<typeof chatEntry>[0]) {
  const chat = chatEntry(answer)
  change(state => {
    const held = state.chats[chat.id]
    if (held && held.rev > chat.rev) return state
    const users = chat.peer ? { ...state.users, [chat.peer.id]: chat.peer } : state.users
    const threads = held && held.rev !== chat.rev ? put(state.threads, chat.id, undefined) : state.threads
    return { ...state, users, threads, chats: put(state.chats, chat.id, chat) }
  })
  return chat
}
