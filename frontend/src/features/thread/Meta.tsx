// The small line under a message says: pinned, starred, edited, when it was sent, and how far it has come.
import { Check, CheckCheck, CircleAlert, Clock, Pin, Star } from 'lucide-react'
import { t } from '@/i18n'
import type { Message } from '@/store/state'
import s from './bubble.module.css'

export type DeliveryState = 'sending' | 'stored' | 'delivered' | 'read' | 'failed'

interface Props {
  message: Message | undefined
  time: string
  standing: DeliveryState | undefined
  onHistory: (() => void) | undefined
}

export function Meta({ message, time, standing, onHistory }: Props) {
  return (
    <span className={s.meta}>
      {message?.pinned && <Pin size={13} role="img" aria-label={t('message.pinned')} />}
      {message?.starred && <Star size={13} role="img" aria-label={t('message.starred')} />}
      {onHistory && (
        <button type="button" onClick={onHistory}>
          {t('message.edited')}
        </button>
      )}
      <time>{time}</time>
      {standing && <Tick standing={standing} />}
    </span>
  )
}

function Tick({ standing }: { standing: DeliveryState }) {
  const label = t(`message.${standing}`)
  switch (standing) {
    case 'sending':
      return <Clock size={13} aria-label={label} />
    case 'stored':
      return <Check size={15} aria-label={label} />
    case 'delivered':
      return <CheckCheck size={15} aria-label={label} />
    case 'read':
      return <CheckCheck size={15} className={s.read} aria-label={label} />
    case 'failed':
      return <CircleAlert size={15} className={s.failed} aria-label={label} />
  }
}
