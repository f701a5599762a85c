// This store holds what is searched for in the open chat. It outlives the view, which begins anew when a message is
// jumped to.
import { createStore } from 'zustand/vanilla'

interface ChatSearch {
  readonly chatId?: string
  readonly query: string
}

export const chatSearch = createStore<ChatSearch>(() => ({ query: '' }))
export const searchIn = (chatId: string) => chatSearch.setState({ chatId, query: '' }, true)
export const stopSearching = () => chatSearch.setState({ query: '' }, true)
