// What the engine asks of the server by REST: every tab can, whether it has the socket or not.
import { type Changes, changes, type MyChanges, myChanges, readAs } from '@/protocol/frames'
import { api, ask } from '@/protocol/http'
import { Problem, problemFrom } from '@/protocol/problem'
import type { Chat, UserCard } from '@/protocol/types'
import type { ChatEntry, Thread } from '@/store/state'
import { type Page, type Part, stretch } from '@/store/thread'
import { whileNothingIsTold } from './told'

const CHATS_A_PAGE = 200
const MESSAGES_A_PAGE = 60

export const chatEntry = (chat: Chat): ChatEntry => chat as ChatEntry

export async function listChats(page: (chats: readonly ChatEntry[]) => void): Promise<readonly string[]> {
  const ids: string[] = []
  let cursor: string | undefined
  do {
    const query = { cursor, limit: CHATS_A_PAGE }
    const answer = await whileNothingIsTold(() => ask(api.GET('/api/v1/chats', { params: { query } })))
    const chats = answer.items.map(chatEntry)
    ids.push(...chats.map(chat => chat.id))
    page(chats)
    cursor = answer.next ?? undefined
  } while (cursor)
  return ids
}

export async function getChat(chatId: string): Promise<ChatEntry> {
  return chatEntry(await ask(api.GET('/api/v1/chats/{chat_id}', { params: { path: { chat_id: chatId } } })))
}

export async function getMessages(chatId: string, part: Part): Promise<Thread> {
  const query = part === 'end' ? { limit: MESSAGES_A_PAGE } : { ...part, limit: MESSAGES_A_PAGE }
  const answer = await ask(
    api.GET('/api/v1/chats/{chat_id}/messages', { params: { path: { chat_id: chatId }, query } }),
  )
  return stretch(answer as Page, part)
}

export interface ChangesOf {
  readonly chatId: string
  readonly changes?: Changes
  readonly gone: boolean
}

export async function askChanges(
  chats: ReadonlyArray<{ chat_id: string; after: number }>,
): Promise<readonly ChangesOf[]> {
  const answer = await ask(api.POST('/api/v1/changes', { body: { chats: [...chats] } }))
  return answer.items.map(item => {
    if (item.error) return { chatId: item.chat_id, gone: problemFrom(item.error, 404).code === 'not_found' }
    return { chatId: item.chat_id, changes: readAs(changes, item.changes), gone: false }
  })
}

export async function askMyChanges(after: number): Promise<MyChanges> {
  const answer = await ask(api.GET('/api/v1/me/changes', { params: { query: { after } } }))
  const found = readAs(myChanges, answer)
  if (!found) throw new Problem('internal', 200, { detail: 'the answer was not understood' })
  return found
}

export async function getUser(userId: string): Promise<UserCard> {
  const { id, username, display_name, avatar_id, avatar } = await ask(
    api.GET('/api/v1/users/{user_id}', { params: { path: { user_id: userId } } }),
  )
  return { id, username, display_name, avatar_id, avatar }
}
