// The jumps to messages are counted here: a person may ask for the same message again, which its address does not say.
import { createStore } from 'zustand/vanilla'
import { looking } from './looking'
import { depart } from './places'

const nameOf = (chatId: string, seq: number | undefined) => `${chatId}/${seq}`

export const jumps = createStore<Readonly<Record<string, number>>>(() => ({}))

export function jumpTo(chatId: string, seq: number) {
  // From elsewhere the browser goes back.
  if (looking.getState().chat === chatId) depart(chatId)
  jumps.setState(all => ({ [nameOf(chatId, seq)]: jumpsTo(all, chatId, seq) + 1 }))
}

export const jumpsTo = (all: Readonly<Record<string, number>>, chatId: string, seq: number | undefined) =>
  all[nameOf(chatId, seq)] ?? 0

/** From a jump back to where it began: the chat is placed anew. */
export const returned = (chatId: string) =>
  jumps.setState(all => ({ [nameOf(chatId, undefined)]: jumpsTo(all, chatId, undefined) + 1 }))
