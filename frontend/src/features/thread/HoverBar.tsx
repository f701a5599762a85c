// The bar stands at a message the pointer is over, or that has the focus: what is done most takes one click.
import { Ellipsis, Reply, SmilePlus, SpellCheck } from 'lucide-react'
import type { ReactNode } from 'react'
import { t } from '@/i18n'
import { favorites } from '@/store/favorites'
import { below } from '@/ui/menu/useContextMenu'
import s from './hover-bar.module.css'
import type { Act } from './Row'

interface Props {
  /** What can be said about it: an emoji, and in the other's own words. */
  reacts: boolean
  corrects: boolean
  onAct: Act
  onReact: (emoji: string) => void
}

const SHOWN = 3

export default function HoverBar({ reacts, corrects, onAct, onReact }: Props) {
  const button = (label: string, icon: ReactNode, key?: string) => (
    <button
      type="button"
      aria-label={label}
      title={label}
      aria-haspopup={key === 'r' || key === 'c' ? undefined : key ? 'dialog' : 'menu'}
      onClick={event => onAct(below(event.currentTarget), key)}
    >
      {icon}
    </button>
  )
  return (
    <span className={s.bar} role="toolbar" aria-label={t('message.quick')}>
      {reacts &&
        favorites(SHOWN).map(emoji => (
          <button key={emoji} type="button" aria-label={t('message.react', { emoji })} onClick={() => onReact(emoji)}>
            {emoji}
          </button>
        ))}
      {reacts && button(t('message.reactMore'), <SmilePlus />, '+')}
      {reacts && button(t('message.reply'), <Reply className={s.mirror} />, 'r')}
      {corrects && button(t('message.correct'), <SpellCheck />, 'c')}
      {button(t('message.actions'), <Ellipsis />)}
    </span>
  )
}
