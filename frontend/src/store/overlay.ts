// What lies over everything can be opened from several places, by a key, a menu or a button; which one is open is kept
// here.
import { createStore } from 'zustand/vanilla'

export type Overlay = { readonly kind: 'palette' } | { readonly kind: 'keys' }

export const overlay = createStore<{ readonly now?: Overlay }>(() => ({}))
export const lay = (now: Overlay) => overlay.setState({ now }, true)
export const liftOverlay = () => overlay.setState({}, true)
