// This store has the words that are searched for in the list: typed there, or carried over from the palette.
import { createStore } from 'zustand/vanilla'

export const listSearch = createStore<{ readonly query: string }>(() => ({ query: '' }))
export const searchList = (query: string) => listSearch.setState({ query }, true)
