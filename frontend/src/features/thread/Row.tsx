// A row is one line of a thread.
import { ChevronDown } from 'lucide-react'
import { memo } from 'react'
import { useStore as useShared } from 'zustand'
import { formatDay, formatTime, instanceName, t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import { serviceText } from '@/i18n/service'
import { chunk } from '@/lib/chunk'
import { loneEmoji } from '@/lib/emoji'
import { hue } from '@/lib/ids'
import type { Row as Line } from '@/store/rows'
import type { Message, State } from '@/store/state'
import { useStore } from '@/store/store'
import { Avatar } from '@/ui/avatar/Avatar'
import { Button } from '@/ui/button/Button'
import { Later } from '@/ui/later/Later'
import { below, useContextMenu } from '@/ui/menu/useContextMenu'
import { AboveText, Reactions } from './AroundText'
import s from './bubble.module.css'
import { type DeliveryState, Meta } from './Meta'
import p from './pick.module.css'
import { select, selection } from './selection'
import { Text } from './Text'
import { keyOf, translations } from './translations'
import w from './who.module.css'

// Only few need it.
const Slip = chunk(() => import('./Slip'))
const TranslatedText = chunk(() => import('./TranslatedText'))

interface Props {
  row: Line
  group: boolean
  flash: boolean
  /** It has just come, where the reader is. */
  arriving: boolean
  tabbable: boolean
  /** How far it has come with others; only for messages of my own. */
  reached: 'stored' | 'delivered' | 'read'
  onAct: (row: Line, at: { x: number; y: number }) => void
  onHistory: (message: Message) => void
  onMissing: () => void
  onReact: (message: Message, emoji: string) => void
}

const nothing = () => undefined
const nameOf = (users: State['users'], id: string | null | undefined) =>
  id ? (users[id]?.display_name ?? '…') : instanceName()

export const Row = memo(function Row(props: Props) {
  const { row } = props
  return (
    <div
      className={s.row}
      data-arriving={props.arriving || undefined}
      data-last={row.kind === 'message' || row.kind === 'pending' ? row.last : true}
    >
      {row.day !== undefined && <span className={s.pill}>{formatDay(row.day, Date.now())}</span>}
      {row.unread && <span className={s.divider}>{t('chat.unread')}</span>}
      {row.kind === 'start' && <span className={s.pill}>{t('chat.start')}</span>}
      {row.kind === 'missing' && <Button onClick={props.onMissing}>{t('chat.missing')}</Button>}
      {row.kind === 'service' && <Service message={row.message} tabbable={props.tabbable} />}
      {row.kind === 'message' && <Said {...props} row={row} />}
      {row.kind === 'pending' && (
        <Bubble
          row={row}
          mine
          tabbable={props.tabbable}
          text={row.item.text}
          at={row.item.at}
          standing={row.item.state}
          onAct={at => props.onAct(row, at)}
          name={t('message.me')}
        />
      )}
      {row.kind === 'pending' && row.item.state === 'failed' && row.item.refusal && (
        <span className={s.pill} role="status">
          {faultText({ code: row.item.refusal })}
        </span>
      )}
    </div>
  )
})

function Service({ message, tabbable }: { message: Message; tabbable: boolean }) {
  const me = useStore(state => state.me?.id)
  const users = useStore(state => state.users)
  const actor = message.author_id === me ? t('message.me') : nameOf(users, message.author_id)
  const names = (message.service?.user_ids ?? []).map(id => (id === me ? t('message.me') : nameOf(users, id)))
  return (
    <article
      className={s.service}
      data-seq={message.seq}
      tabIndex={tabbable ? 0 : -1}
      aria-posinset={message.seq}
      aria-setsize={-1}
      dir="auto"
    >
      {serviceText(message.service, actor, names)}
    </article>
  )
}

function Said({
  row,
  group,
  flash,
  tabbable,
  reached,
  onAct,
  onHistory,
  onReact,
}: Props & { row: Extract<Line, { kind: 'message' }> }) {
  const { message, mine } = row
  const author = useStore(state => nameOf(state.users, message.author_id))
  const picked = useShared(selection, all => (all.chatId === message.chat_id ? all.seqs.has(message.seq) : undefined))
  const picture = useStore(state => (message.author_id ? state.users[message.author_id]?.avatar?.small : undefined))
  return (
    <Bubble
      row={row}
      mine={mine}
      picked={message.text ? picked : undefined}
      seq={message.seq}
      flash={flash}
      tabbable={tabbable}
      name={mine ? t('message.me') : author}
      author={group && !mine ? { id: message.author_id ?? '', name: author, picture } : undefined}
      text={message.text ?? undefined}
      gone={
        message.deleted_at
          ? t('message.deleted')
          : message.unreadable
            ? t('message.unreadable')
            : message.text === undefined
              ? t('message.unknown')
              : undefined
      }
      at={Date.parse(message.created_at)}
      standing={mine && !message.deleted_at ? reached : undefined}
      onHistory={message.edited_at && !message.deleted_at ? () => onHistory(message) : undefined}
      onAct={message.deleted_at ? undefined : at => onAct(row, at)}
      message={message.deleted_at ? undefined : message}
      onReact={emoji => onReact(message, emoji)}
    />
  )
}

interface BubbleProps {
  row: { first: boolean; last: boolean }
  mine: boolean
  /** Whether it is chosen, while messages are. */
  picked?: boolean
  seq?: number
  flash?: boolean
  tabbable: boolean
  name: string
  author?: { id: string; name: string; picture?: string }
  text?: string
  gone?: string
  at: number
  standing?: DeliveryState
  onHistory?: () => void
  onAct?: (at: { x: number; y: number }) => void
  message?: Message
  onReact?: (emoji: string) => void
}

function Bubble(props: BubbleProps) {
  const { row, picked, seq, author, text, gone, standing, onAct, message } = props
  const shown = gone ?? text ?? ''
  const emoji = gone ? 0 : loneEmoji(shown)
  const menu = useContextMenu(picked === undefined ? onAct : undefined)
  return (
    <article
      className={s.line}
      data-mine={props.mine}
      data-first={row.first}
      data-seq={seq}
      data-flash={props.flash || undefined}
      data-emoji={emoji || undefined}
      data-standing={standing}
      data-picked={picked}
      tabIndex={props.tabbable ? 0 : -1}
      aria-posinset={seq}
      aria-setsize={seq === undefined ? undefined : -1}
      aria-label={heard(props, shown)}
      {...menu}
    >
      {picked !== undefined && message && (
        // It covers the row: wherever the row is pressed, it is chosen or let go.
        <input
          type="checkbox"
          className={p.pick}
          aria-label={t('message.select')}
          checked={picked}
          onChange={event => select(message, (event.nativeEvent as MouseEvent).shiftKey)}
        />
      )}
      {author && (
        <span className={s.slot}>
          {row.last && <Avatar id={author.id} name={author.name} picture={author.picture} size={34} />}
        </span>
      )}
      {message?.kind === 'correction' && !gone ? (
        <Later fallback={<BubbleBody {...props} shown={shown} />}>
          <Slip {...props} message={message} time={formatTime(props.at)} onReact={props.onReact ?? nothing} />
        </Later>
      ) : (
        <BubbleBody {...props} shown={shown} />
      )}
      {onAct && picked === undefined && <ActButton onAct={onAct} />}
    </article>
  )
}

/** The message as a screen reader says it. */
const heard = ({ name, at, onHistory, standing }: BubbleProps, shown: string) =>
  [
    t('message.said', { name, time: formatTime(at), text: shown }),
    onHistory && t('message.edited'),
    standing && t(`message.${standing}`),
  ]
    .filter(Boolean)
    .join(', ')

function BubbleBody(props: BubbleProps & { shown: string }) {
  const { row, mine, author, gone, standing, onHistory, message, onReact, shown } = props
  return (
    <div className={s.bubble}>
      {author && row.first && (
        <span className={w.who} data-hue={hue(author.id, 8)}>
          <bdi>{author.name}</bdi>
        </span>
      )}
      {message && <AboveText message={message} />}
      <div className={s.said} dir="auto">
        <span className={gone ? s.gone : s.text}>{gone ?? <Text text={shown} />}</span>
        {message?.text && <InOtherWords message={message} mine={mine} />}
        <Meta message={message} time={formatTime(props.at)} standing={standing} onHistory={onHistory} />
      </div>
      {message && onReact && <Reactions message={message} onReact={onReact} />}
    </div>
  )
}

/** What the menu key does, for the pointer. */
function ActButton({ onAct }: { onAct: NonNullable<BubbleProps['onAct']> }) {
  return (
    <button
      type="button"
      tabIndex={-1}
      className={s.act}
      aria-label={t('message.actions')}
      aria-haspopup="menu"
      onClick={event => onAct(below(event.currentTarget, 0))}
    >
      <ChevronDown />
    </button>
  )
}

function InOtherWords({ message, mine }: { message: Message; mine: boolean }) {
  const wanted = useStore(state => (mine ? undefined : state.chats[message.chat_id]?.me.translate_to)) ?? undefined
  const asked = useShared(translations, ({ made }) => made[keyOf(message)] !== undefined)
  if (!asked && !wanted) return null
  return (
    <Later>
      <TranslatedText message={message} wanted={wanted} />
    </Later>
  )
}
