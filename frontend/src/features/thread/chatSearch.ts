// This store holds what is searched for in the open chat. It outlives the view, which begins anew when a message is
// jumped to.
import { createStore } from 'zustand/vanilla'

/** What a hit must be besides holding the words; days are by the clock of the browser. */
export interface Conditions {
  readonly from?: string
  readonly since?: string
  readonly until?: string
  readonly link?: boolean
}

export interface ChatSearch {
  readonly chatId?: string
  readonly query: string
  readonly where: Conditions
  /** Whether the hits are listed; a jump puts the list away, so that the message is in view. */
  readonly listed: boolean
  /** What has jumped: the focus comes back to it. */
  readonly focus?: 'older' | 'newer' | 'field'
}

const nothing: ChatSearch = { query: '', where: {}, listed: true }

export const chatSearch = createStore<ChatSearch>(() => nothing)
export const searchIn = (chatId: string) => chatSearch.setState({ ...nothing, chatId }, true)
export function stopSearching() {
  chatSearch.setState(nothing, true)
  // The head is there again with the next drawing.
  requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-find]')?.focus())
}
export const narrow = (more: Conditions) =>
  chatSearch.setState(now => ({ where: { ...now.where, ...more }, listed: true }))
