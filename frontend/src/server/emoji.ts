// The names of emoji come as a file of the application, once a visit.
import { queryOptions } from '@tanstack/react-query'
import { keys } from './keys'
import { FOREVER } from './query'

/** An emoji, its usual names with spaces between, and its names in the language of the reader with bars between. */
export type EmojiName = readonly [emoji: string, codes: string, words: string]

export const emojiNames = (locale: string) =>
  queryOptions({
    queryKey: keys.emojiNames(locale),
    queryFn: async (): Promise<readonly EmojiName[]> => (await fetch(`/emoji/${locale}/names.json`)).json(),
    staleTime: FOREVER,
    gcTime: FOREVER,
  })
