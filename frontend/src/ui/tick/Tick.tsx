// A tick says how far a message has come: one is stored, two are delivered, two on a ground of their own are read.
import { Check, CheckCheck } from 'lucide-react'
import s from './tick.module.css'

export type Reached = 'stored' | 'delivered' | 'read'

/** The picture of a message that was read has another shape, not another color alone. */
export function Tick({ reached, label, size = 15 }: { reached: Reached; label: string; size?: number }) {
  if (reached === 'stored') return <Check size={size} role="img" aria-label={label} />
  const ticks = <CheckCheck size={size} role="img" aria-label={label} />
  return reached === 'delivered' ? ticks : <span className={s.read}>{ticks}</span>
}
