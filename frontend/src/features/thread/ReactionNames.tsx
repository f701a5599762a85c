// The first names of who reacted stand above a reaction that is pointed at, or has the focus.
import { useQuery } from '@tanstack/react-query'
import { useLayoutEffect, useRef } from 'react'
import { formatList, t } from '@/i18n'
import * as server from '@/server/messages'
import type { Message } from '@/store/state'
import s from './reactions.module.css'

const [NAMED, EDGE, GAP] = [6, 8, 6]

interface Props {
  id: string
  message: Message
  emoji: string
  count: number
  above: HTMLElement
}

export default function ReactionNames({ id, message, emoji, count, above }: Props) {
  const { data } = useQuery(server.reactors(message, emoji, NAMED))
  const names = data?.items.map(user => user.display_name) ?? []
  const others = count - names.length
  const text = formatList(others > 0 ? [...names, t('reactions.others', { n: others })] : names)
  const tip = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const element = tip.current
    if (!element || !text) return
    element.showPopover()
    const { left, width, top } = above.getBoundingClientRect()
    const from = left + width / 2 - element.offsetWidth / 2
    element.style.setProperty('left', `${Math.max(EDGE, Math.min(from, innerWidth - element.offsetWidth - EDGE))}px`)
    element.style.setProperty('top', `${Math.max(EDGE, top - element.offsetHeight - GAP)}px`)
  }, [above, text])
  if (names.length === 0) return null
  return (
    <div ref={tip} id={id} popover="manual" role="tooltip" className={s.names} dir="auto">
      {text}
    </div>
  )
}
