// The small line under a message says: pinned, starred, edited, when it was sent, and how far it has come.
import { CircleAlert, Clock, Pin, Star } from 'lucide-react'
import { t } from '@/i18n'
import type { Message } from '@/store/state'
import { type Reached, Tick } from '@/ui/tick/Tick'
import s from './bubble.module.css'

export type DeliveryState = 'sending' | 'failed' | Reached

interface Props {
  message: Message | undefined
  time: string
  standing: DeliveryState | undefined
  onHistory: (() => void) | undefined
}

export function Meta({ message, time, standing, onHistory }: Props) {
  return (
    <span className={s.meta}>
      <span dir={document.documentElement.dir}>
        {message?.pinned && <Pin size={13} role="img" aria-label={t('message.pinned')} />}
        {message?.starred && <Star size={13} role="img" aria-label={t('message.starred')} />}
        {onHistory && (
          <button type="button" onClick={onHistory}>
            {t('message.edited')}
          </button>
        )}
        <time>{time}</time>
        {standing && <Standing standing={standing} />}
      </span>
    </span>
  )
}

function Standing({ standing }: { standing: DeliveryState }) {
  const label = t(`message.${standing}`)
  switch (standing) {
    case 'sending':
      return <Clock size={13} role="img" aria-label={label} />
    case 'failed':
      return <CircleAlert size={15} role="img" className={s.failed} aria-label={label} />
    default:
      return <Tick reached={standing} label={label} />
  }
}
