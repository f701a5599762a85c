// A report and a block are asked about before they are done, wherever a person began them; the question is kept here.
import { createStore } from 'zustand/vanilla'

export interface Target {
  readonly userId?: string
  readonly chatId?: string
  readonly seq?: number
  /** What it is called; nothing for a message. */
  readonly name?: string
}
export type Asking =
  | { readonly kind: 'report'; readonly target: Target }
  | { readonly kind: 'block'; readonly userId: string; readonly name: string }

export const asking = createStore<{ readonly now?: Asking }>(() => ({}))
export const askAbout = (now: Asking | undefined) => asking.setState({ now }, true)
