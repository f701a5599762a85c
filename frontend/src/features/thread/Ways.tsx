// These buttons lead from where the reader is: to messages that mention them, to new reactions to their own, back from a
// jump, and to the end. Reactions in view count as seen.
import { AtSign, ChevronDown, CornerUpLeft, Heart } from 'lucide-react'
import { type ReactNode, type RefObject, useEffect } from 'react'
import { t } from '@/i18n'
import { useNavigate } from '@/lib/router'
import { jumpTo } from '@/store/jumps'
import type { ChatEntry, Message } from '@/store/state'
import { sync } from '@/sync/browser/sync'
import { short } from '@/ui/count/Count'
import s from './thread.module.css'
import { useBack } from './useBack'
import { useGestures } from './useGestures'
import type { useScroll } from './useScroll'
import type { useThread } from './useThread'

const [LOOK_MS, SEEN_MS] = [250, 750]

interface Props {
  chat: ChatEntry
  scroller: RefObject<HTMLElement | null>
  view: ReturnType<typeof useScroll>
  data: ReturnType<typeof useThread>
  onAbout: (kind: 'reply', message: Message) => void
}

export default function Ways({ chat, scroller, view, data, onAbout }: Props) {
  useGestures(scroller, data.rows, onAbout)
  const onBack = useBack(chat.id, data)
  useSeen(chat, scroller)
  return (
    <div className={s.ways}>
      <Lead chat={chat} to={chat.reacted_to} label={t('chat.toReaction', { n: chat.reacted_to.length })}>
        <Heart size={20} aria-hidden />
      </Lead>
      <Lead chat={chat} to={chat.mentioned_in} label={t('chat.toMention', { n: chat.mentioned_in.length })}>
        <AtSign size={20} aria-hidden />
      </Lead>
      <JumpDown down={view.down} unread={chat.unread} onBack={onBack} onJump={() => void view.toEnd()} />
    </div>
  )
}

interface LeadProps {
  chat: ChatEntry
  to: readonly number[]
  label: string
  children: ReactNode
}

function Lead({ chat, to, label, children }: LeadProps) {
  const navigate = useNavigate()
  const [first] = to
  if (first === undefined) return null
  return (
    <button
      type="button"
      className={s.lead}
      title={label}
      onClick={() => {
        jumpTo(chat.id, first)
        navigate(`/c/${chat.id}/m/${first}`)
      }}
    >
      {children}
      <span className="only-heard">{label}</span>
      <span className={s.count} aria-hidden>
        {short(to.length)}
      </span>
    </button>
  )
}

/** Reactions to a message that was in view for a moment, where a person looks, are seen. */
function useSeen({ id, reacted_to }: ChatEntry, scroller: RefObject<HTMLElement | null>) {
  useEffect(() => {
    if (reacted_to.length === 0) return undefined
    const since = new Map<number, number>()
    const timer = setInterval(() => {
      const box = scroller.current?.getBoundingClientRect()
      if (!box || document.visibilityState !== 'visible' || !document.hasFocus()) return since.clear()
      const now = performance.now()
      for (const seq of reacted_to) {
        if (!isIn(scroller.current?.querySelector(`article[data-seq="${seq}"]`), box)) since.delete(seq)
        else if (!since.has(seq)) since.set(seq, now)
      }
      const seen = [...since].flatMap(([seq, at]) => (now - at >= SEEN_MS ? [seq] : []))
      // What could not be told is told the next time the message is in view.
      if (seen.length > 0) void sync.chats.seeReactions(id, seen).catch(() => undefined)
    }, LOOK_MS)
    return () => clearInterval(timer)
  }, [id, reacted_to, scroller])
}

function isIn(article: Element | null | undefined, view: DOMRect): boolean {
  if (!article) return false
  const { top, bottom } = article.getBoundingClientRect()
  const middle = (top + bottom) / 2
  return middle > view.top && middle < view.bottom
}

interface JumpProps {
  /** After a jump: to where it began. */
  onBack: (() => void) | undefined
  down: boolean
  unread: number
  onJump: () => void
}

/** After a jump it leads back first, and then to the end. */
function JumpDown({ down, unread, onBack, onJump }: JumpProps) {
  if (!down && !onBack) return null
  const label = onBack ? t('chat.back') : t('chat.down')
  return (
    <button type="button" className={s.jump} title={label} onClick={onBack ?? onJump}>
      {onBack ? <CornerUpLeft className={s.mirror} aria-hidden /> : <ChevronDown aria-hidden />}
      <span className="only-heard">{label}</span>
      {unread > 0 && <span className={s.count}>{unread}</span>}
    </button>
  )
}
