// These questions are about messages beyond those of the open stretch: pinned, starred, their history, and where they
// are forwarded to.
import { api, ask } from '@/protocol/http'
import { keys } from './keys'

const MOST = 200

const at = (chat_id: string, seq: number) => ({ chat_id, seq })

/** `seen` is what is known to be pinned here: another one makes the answer old. */
export const pins = (chatId: string, seen: string) => ({
  queryKey: keys.pins(chatId, seen),
  queryFn: () =>
    ask(api.GET('/api/v1/chats/{chat_id}/pins', { params: { path: { chat_id: chatId }, query: { limit: 50 } } })),
})

export const revisions = (chatId: string, seq: number, rev: number) => ({
  queryKey: keys.revisions(chatId, seq, rev),
  queryFn: () =>
    ask(
      api.GET('/api/v1/chats/{chat_id}/messages/{seq}/revisions', {
        params: { path: at(chatId, seq), query: { limit: MOST } },
      }),
    ),
})

export const receipts = (chatId: string, seq: number) => ({
  queryKey: keys.receipts(chatId, seq),
  staleTime: 0,
  queryFn: () =>
    ask(
      api.GET('/api/v1/chats/{chat_id}/messages/{seq}/receipts', {
        params: { path: at(chatId, seq), query: { limit: MOST } },
      }),
    ),
})

/** The number of the first message that was sent then or later and still says something; nothing where there is none. */
export async function firstSince(chatId: string, since: Date): Promise<number | undefined> {
  const params = { path: { chat_id: chatId }, query: { since: since.toISOString(), limit: 50 } }
  const { items } = await ask(api.GET('/api/v1/chats/{chat_id}/messages', { params }))
  const speaks = items.find(message => !('hidden' in message && message.hidden) && !('deleted_at' in message))
  return (speaks ?? items[0])?.seq
}

interface Of {
  readonly chat_id: string
  readonly seq: number
  readonly rev: number
}

/** Who reacted with an emoji. */
export const reactors = (message: Of, emoji: string, limit = MOST) => ({
  queryKey: keys.reactors(message.chat_id, message.seq, message.rev, emoji, limit),
  staleTime: 0,
  queryFn: () =>
    ask(
      api.GET('/api/v1/chats/{chat_id}/messages/{seq}/reactions/{emoji}', {
        params: { path: { ...at(message.chat_id, message.seq), emoji }, query: { limit } },
      }),
    ),
})

export const starred = {
  queryKey: keys.starred,
  staleTime: 0,
  queryFn: () => ask(api.GET('/api/v1/me/starred', { params: { query: { limit: MOST } } })),
}

export const forward = (chatId: string, seq: number, to: string, clientId: string) =>
  ask(
    api.POST('/api/v1/chats/{chat_id}/messages/{seq}/forward', {
      params: { path: at(chatId, seq) },
      body: { chat_ids: [to], client_id: clientId },
    }),
  )
