// Translations are kept for as long as this page is open; the server keeps them for longer.
import { createStore } from 'zustand/vanilla'
import type { Message } from '@/store/state'

export interface Made {
  readonly state: 'busy' | 'failed' | 'done'
  /** The wording it was made of: an edited message has another one. */
  readonly wording: string
  readonly target: string
  readonly text?: string
  readonly source?: string
  readonly engine?: string
}

export const translations = createStore<{ readonly made: Readonly<Record<string, Made>> }>(() => ({ made: {} }))

export const keyOf = (message: Message) => `${message.chat_id}/${message.seq}`

export function setMade(message: Message, made: Made | undefined) {
  translations.setState(({ made: all }) => {
    const { [keyOf(message)]: _, ...others } = all
    return { made: made ? { ...others, [keyOf(message)]: made } : others }
  })
}
