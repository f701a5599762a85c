// A toast is short words about what has just happened; it goes by itself.
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import s from './toasts.module.css'

const SHOWN_MS = 5000
const toasts = createStore<readonly { id: number; text: string }[]>(() => [])
let next = 0

export function toast(text: string) {
  const id = next
  next += 1
  toasts.setState(old => [...old, { id, text }].slice(-3), true)
  setTimeout(() => toasts.setState(old => old.filter(shown => shown.id !== id), true), SHOWN_MS)
}

export function Toasts() {
  const shown = useStore(toasts)
  return (
    <div className={s.toasts} role="status">
      {shown.map(({ id, text }) => (
        <p key={id} className={s.toast}>
          {text}
        </p>
      ))}
    </div>
  )
}
