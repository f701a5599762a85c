// What is looked for in the open chat. It outlives the view, which begins anew when a message is jumped to.
import { createStore } from 'zustand/vanilla'

interface Searching {
  readonly chatId?: string
  readonly query: string
}

export const searching = createStore<Searching>(() => ({ query: '' }))
export const searchIn = (chatId: string) => searching.setState({ chatId, query: '' }, true)
export const stopSearching = () => searching.setState({ query: '' }, true)
