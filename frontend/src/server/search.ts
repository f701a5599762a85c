// These questions find words in all messages, or in those of one chat.
import { api, ask } from '@/protocol/http'
import { keys } from './keys'
import { pages } from './query'

const FOUND = 20
/** A word is looked for from so many characters on. */
const SHORTEST = 2

/** In all chats. */
export const messagesWith = (q: string) => ({
  ...pages(keys.messagesWith(q), async cursor => {
    const query = { q, scope: 'messages', limit: FOUND, cursor: cursor || undefined } as const
    return (await ask(api.GET('/api/v1/search', { params: { query } }))).messages ?? { items: [], next: null }
  }),
  enabled: [...q].length >= SHORTEST,
  staleTime: 0,
})

/** What a hit must be besides holding the words; times as the server reads them. */
export interface Asked {
  readonly from?: string
  readonly has?: 'link'
  readonly since?: string
  readonly until?: string
}

/** In one chat a condition may stand alone, without words. */
export const messagesIn = (chatId: string, q: string, asked: Asked) => ({
  queryKey: keys.messagesIn(chatId, q, JSON.stringify(asked)),
  enabled: [...q].length >= SHORTEST || (q === '' && Object.values(asked).some(Boolean)),
  staleTime: 0,
  initialPageParam: 0,
  queryFn: ({ pageParam }: { pageParam: number }) =>
    ask(
      api.GET('/api/v1/chats/{chat_id}/search', {
        params: {
          path: { chat_id: chatId },
          query: { ...asked, q: q || undefined, limit: FOUND, before: pageParam || undefined },
        },
      }),
    ),
  getNextPageParam: (page: { next?: number | null }) => page.next ?? undefined,
})
