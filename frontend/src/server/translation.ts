// These questions are about translations: of which languages, by whom, and of one message.
import { api, ask } from '@/protocol/http'
import { keys } from './keys'
import { FOREVER } from './query'

/** Who translates, and into which languages. */
export const translation = {
  queryKey: keys.translation,
  staleTime: FOREVER,
  queryFn: async () => {
    const { engine, host, pairs } = await ask(api.GET('/api/v1/translation/languages'))
    return { who: { engine, host }, targets: [...new Set(pairs.flatMap(pair => pair.targets))] }
  },
}

export const translate = (chatId: string, seq: number, target: string) =>
  ask(
    api.POST('/api/v1/chats/{chat_id}/messages/{seq}/translation', {
      params: { path: { chat_id: chatId, seq } },
      body: { target },
    }),
  )
