// The reactions to a message stand under its text: a press adds one's own, or takes it back.
import { type MouseEvent, type PointerEvent, useId, useRef, useState } from 'react'
import { t } from '@/i18n'
import { chunk } from '@/lib/chunk'
import type { Message } from '@/store/state'
import { Later } from '@/ui/later/Later'
import { type Point, useContextMenu } from '@/ui/menu/useContextMenu'
import s from './around-text.module.css'
import { withWords } from './withWords'

const ReactionNames = chunk(withWords(() => import('./ReactionNames')))

interface ReactionsProps {
  message: Message
  onReact: (emoji: string) => void
  /** Opens who has reacted. */
  onWho?: (at: Point, letter: string) => void
}

export default function Reactions({ message, onReact, onWho }: ReactionsProps) {
  const who = useContextMenu(onWho && (at => onWho(at, 'who')))
  const [named, setNamed] = useState<{ emoji: string; above: HTMLElement }>()
  const tip = useId()
  const fresh = useFresh(message)
  if (!message.reactions?.length) return null
  const shown = message.reactions.find(({ emoji }) => emoji === named?.emoji)
  const unname = () => setNamed(undefined)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: its buttons are pressed; resting on them says who has reacted
    <span className={s.reactions} {...here(who)} onPointerLeave={unname}>
      {message.reactions.map(({ emoji, count, mine }) => (
        <button
          key={emoji}
          type="button"
          data-fresh={fresh(emoji, count)}
          aria-pressed={mine === true}
          aria-label={t('message.reaction', { emoji, n: count })}
          aria-describedby={emoji === named?.emoji ? tip : undefined}
          onClick={() => onReact(emoji)}
          onPointerEnter={({ pointerType, currentTarget: above }) => {
            if (pointerType === 'mouse') setNamed({ emoji, above })
          }}
          onFocus={({ currentTarget: above }) => {
            if (above.matches(':focus-visible')) setNamed({ emoji, above })
          }}
          onBlur={unname}
        >
          {emoji} <bdi key={count}>{count}</bdi>
        </button>
      ))}
      <Later>{shown && named && <ReactionNames id={tip} {...{ message, ...named }} count={shown.count} />}</Later>
    </span>
  )
}

/** The message around it has a menu of its own, which stays closed. */
function here(handlers: ReturnType<typeof useContextMenu>) {
  if (!('onContextMenu' in handlers)) return handlers
  return {
    ...handlers,
    onContextMenu: (event: MouseEvent) => {
      event.stopPropagation()
      handlers.onContextMenu?.(event)
    },
    onPointerDown: (event: PointerEvent) => {
      event.stopPropagation()
      handlers.onPointerDown?.(event)
    },
  }
}

/** What has come since the message was drawn first moves: a new kind pops, a new count rolls in. */
function useFresh({ reactions }: Message) {
  const known = useRef(new Map(reactions?.map(({ emoji, count }) => [emoji, count])))
  return (emoji: string, count: number) => {
    const before = known.current.get(emoji)
    return before === undefined ? 'kind' : before === count ? undefined : 'count'
  }
}
