// A toast is short words about what has just happened; it goes by itself.
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import s from './toasts.module.css'

const SHOWN_MS = 5000
/** Long enough to reach what it offers. */
const OFFERED_MS = 10_000

/** What a toast offers to do, in most cases to take back what has happened. */
interface Offer {
  readonly text: string
  readonly run: () => void
}

const toasts = createStore<readonly { id: number; text: string; offer?: Offer }[]>(() => [])
let next = 0

const drop = (id: number) => toasts.setState(old => old.filter(shown => shown.id !== id), true)

export function toast(text: string, offer?: Offer) {
  const id = next
  next += 1
  toasts.setState(old => [...old, { id, text, offer }].slice(-3), true)
  setTimeout(() => drop(id), offer ? OFFERED_MS : SHOWN_MS)
}

export function Toasts() {
  const shown = useStore(toasts)
  return (
    <div className={s.toasts} role="status">
      {shown.map(({ id, text, offer }) => (
        <p key={id} className={s.toast}>
          {text}
          {offer && (
            <button
              type="button"
              onClick={() => {
                drop(id)
                offer.run()
              }}
            >
              {offer.text}
            </button>
          )}
        </p>
      ))}
    </div>
  )
}
