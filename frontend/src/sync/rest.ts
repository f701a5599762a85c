// The synchronization asks this by REST: every tab can, whether it has the socket or not. Answers become what the store
// holds; nothing is remembered here.
import { type Changes, changes, type MyChanges, myChanges, readAs } from '@/protocol/frames'
import { api, ask } from '@/protocol/http'
import type { components } from '@/protocol/openapi.gen'
import { Problem, problemFrom } from '@/protocol/problem'
import type { Chat, UserCard } from '@/protocol/types'
import type { ChatEntry, Message, Thread } from '@/store/state'
import { type Page, type Part, stretch } from '@/store/thread'

const CHATS_A_PAGE = 200
const MESSAGES_A_PAGE = 60
const RECEIPTS_A_PAGE = 200

type MyChatBody = components['schemas']['MyChatBody']
/** What I want of a chat for myself: pinned, archived, silent, marked as unread, read in another language. */
export type MyChat = Omit<MyChatBody, 'draft'>

export interface ChangesOf {
  readonly chatId: string
  readonly changes?: Changes
  readonly gone: boolean
}

export interface ChatPage {
  readonly chats: readonly ChatEntry[]
  readonly next?: string
}

export const chatEntry = (chat: Chat): ChatEntry => chat as ChatEntry
const inChat = (chat_id: string) => ({ params: { path: { chat_id } } })
const at = ({ chat_id, seq }: Message) => ({ path: { chat_id, seq } })

const reading = {
  async chats(cursor: string | undefined): Promise<ChatPage> {
    const query = { cursor, limit: CHATS_A_PAGE }
    const answer = await ask(api.GET('/api/v1/chats', { params: { query } }))
    return { chats: answer.items.map(chatEntry), next: answer.next ?? undefined }
  },

  async chat(chatId: string): Promise<ChatEntry> {
    return chatEntry(await ask(api.GET('/api/v1/chats/{chat_id}', inChat(chatId))))
  },

  async messages(chatId: string, part: Part): Promise<Thread> {
    const query = part === 'end' ? { limit: MESSAGES_A_PAGE } : { ...part, limit: MESSAGES_A_PAGE }
    const params = { path: { chat_id: chatId }, query }
    return stretch((await ask(api.GET('/api/v1/chats/{chat_id}/messages', { params }))) as Page, part)
  },

  async changes(chats: ReadonlyArray<{ chat_id: string; after: number }>): Promise<readonly ChangesOf[]> {
    const answer = await ask(api.POST('/api/v1/changes', { body: { chats: [...chats] } }))
    return answer.items.map(item => {
      if (item.error) return { chatId: item.chat_id, gone: problemFrom(item.error, 404).code === 'not_found' }
      return { chatId: item.chat_id, changes: readAs(changes, item.changes), gone: false }
    })
  },

  async myChanges(after: number): Promise<MyChanges> {
    const answer = await ask(api.GET('/api/v1/me/changes', { params: { query: { after } } }))
    const found = readAs(myChanges, answer)
    if (!found) throw new Problem('internal', 200, { detail: 'the answer was not understood' })
    return found
  },

  async user(userId: string): Promise<UserCard> {
    const params = { path: { user_id: userId } }
    const { id, username, display_name, native_languages, learning_languages, avatar_id, avatar } = await ask(
      api.GET('/api/v1/users/{user_id}', { params }),
    )
    return { id, username, display_name, native_languages, learning_languages, avatar_id, avatar }
  },

  async receipts(chatId: string, seq: number) {
    const params = { path: { chat_id: chatId, seq }, query: { limit: RECEIPTS_A_PAGE } }
    return (await ask(api.GET('/api/v1/chats/{chat_id}/messages/{seq}/receipts', { params }))).items
  },
}

const changing = {
  edit: (message: Message, text: string) =>
    ask(api.PATCH('/api/v1/chats/{chat_id}/messages/{seq}', { params: at(message), body: { text } })),

  remove: (message: Message) => ask(api.DELETE('/api/v1/chats/{chat_id}/messages/{seq}', { params: at(message) })),

  async hide(message: Message) {
    const params = { ...at(message), query: { for: 'me' as const } }
    await ask(api.DELETE('/api/v1/chats/{chat_id}/messages/{seq}', { params }))
  },

  react(message: Message, emoji: string, on: boolean) {
    const params = { path: { ...at(message).path, emoji } }
    return on
      ? ask(api.PUT('/api/v1/chats/{chat_id}/messages/{seq}/reactions/{emoji}', { params }))
      : ask(api.DELETE('/api/v1/chats/{chat_id}/messages/{seq}/reactions/{emoji}', { params }))
  },

  star: (message: Message, on: boolean) =>
    on
      ? ask(api.PUT('/api/v1/chats/{chat_id}/messages/{seq}/star', { params: at(message) }))
      : ask(api.DELETE('/api/v1/chats/{chat_id}/messages/{seq}/star', { params: at(message) })),

  pin: (message: Message, on: boolean) =>
    on
      ? ask(api.PUT('/api/v1/chats/{chat_id}/messages/{seq}/pin', { params: at(message) }))
      : ask(api.DELETE('/api/v1/chats/{chat_id}/messages/{seq}/pin', { params: at(message) })),

  direct: async (userId: string): Promise<Chat> =>
    ask(api.PUT('/api/v1/chats/direct/{user_id}', { params: { path: { user_id: userId } } })),

  async seeReactions(chatId: string, seqs: readonly number[]) {
    await ask(api.PUT('/api/v1/chats/{chat_id}/seen-reactions', { ...inChat(chatId), body: { seqs: [...seqs] } }))
  },

  setMine: (chatId: string, body: MyChat | { draft: string | null }) =>
    ask(api.PATCH('/api/v1/chats/{chat_id}/me', { ...inChat(chatId), body })),

  markRead: (chatId: string, seq: number) =>
    ask(api.PUT('/api/v1/chats/{chat_id}/read', { ...inChat(chatId), body: { seq } })),
}

export const rest = { ...reading, ...changing }
export type Rest = typeof rest
