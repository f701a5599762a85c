// What lies over everything can be opened from several places, by a key, a menu or a button; which one is open is kept
// here.
import { createStore } from 'zustand/vanilla'

export type Overlay =
  | { readonly kind: 'palette' }
  | { readonly kind: 'keys' }
  /** A calendar; `at` is the moment the reader is at. */
  /** The menu of a chat, at a point of the window; `open` where it is the one that is read. */
  | {
      readonly kind: 'chatMenu'
      readonly chatId: string
      readonly at: { readonly x: number; readonly y: number }
      readonly open: boolean
    }
  | { readonly kind: 'date'; readonly chatId: string; readonly at?: number }

export const overlay = createStore<{ readonly now?: Overlay }>(() => ({}))
export const lay = (now: Overlay) => overlay.setState({ now }, true)
export const liftOverlay = () => overlay.setState({}, true)
