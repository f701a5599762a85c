// The jumps to messages are counted here: a person may ask for the same message again, which its address does not say.
import { createStore } from 'zustand/vanilla'

const nameOf = (chatId: string, seq: number | undefined) => `${chatId}/${seq}`

export const jumps = createStore<Readonly<Record<string, number>>>(() => ({}))

export const jumpTo = (chatId: string, seq: number) =>
  jumps.setState(all => ({ [nameOf(chatId, seq)]: jumpsTo(all, chatId, seq) + 1 }))

export const jumpsTo = (all: Readonly<Record<string, number>>, chatId: string, seq: number | undefined) =>
  all[nameOf(chatId, seq)] ?? 0
