// This store knows which chat the tab shows: nothing is told of a message a person sees arrive.
import { createStore } from 'zustand/vanilla'

export const looking = createStore<{ readonly chat?: string }>(() => ({}))
export const lookAt = (chat: string | undefined) => looking.setState({ chat }, true)
