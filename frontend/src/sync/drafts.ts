// A draft is here at once, and on the server soon after, for the person's other devices. It is held here until the
// server has it; after that the chat's own is the one that counts.
import { asProblem } from '@/protocol/problem'
import { withMyChat } from '@/store/apply'
import { draftOf } from '@/store/select'
import { put, type Store } from '@/store/store'
import type { Channel } from './channel'
import type { Clock } from './clock'
import type { Keeper } from './keeper'
import type { Rest } from './rest'

export const DEBOUNCE_MS = 2000

export interface DraftsParts {
  readonly store: Store
  readonly cache: Pick<Keeper, 'keepDraft'>
  readonly channel: Channel
  readonly rest: Pick<Rest, 'setMine'>
  readonly clock: Clock
}

export function createDrafts({ store, cache, channel, rest, clock }: DraftsParts) {
  const waiting = new Map<string, () => void>()

  /** From this tab, another one, or the server. */
  function take(chatId: string, text: string | undefined) {
    store.change(state => ({ ...state, drafts: put(state.drafts, chatId, text) }))
  }

  function share(chatId: string, text: string | undefined) {
    take(chatId, text)
    channel.say({ kind: 'draft', chatId, text })
    cache.keepDraft(chatId, text)
  }

  function save(chatId: string, written: string) {
    const text = written.trim() ? written : ''
    if (draftOf(store.read(), chatId) === text) return
    share(chatId, text)
    waiting.get(chatId)?.()
    waiting.set(
      chatId,
      clock.after(DEBOUNCE_MS, () => void upload(chatId)),
    )
  }

  async function upload(chatId: string) {
    const text = store.read().drafts[chatId]
    if (text === undefined || !store.read().chats[chatId]) return
    const draft = text || null
    try {
      await rest.setMine(chatId, { draft })
    } catch (fault) {
      // Kept here, and uploaded with the next connection; one that is too long stays on this device.
      if (asProblem(fault).passing) return
    }
    // The person may have gone on writing meanwhile.
    if (store.read().drafts[chatId] !== text) return
    store.change(state => withMyChat(state, chatId, { draft }))
    share(chatId, undefined)
  }

  return {
    save,
    take,
    /** What could not be uploaded before. */
    uploadAll() {
      for (const chatId of Object.keys(store.read().drafts)) void upload(chatId)
    },
  }
}
