// A row is one line of a thread.

import { ChevronDown } from 'lucide-react'
import { type FocusEvent, memo, type PointerEvent, useState } from 'react'
import { useStore as useShared } from 'zustand'
import { formatDay, formatTime, instanceName, t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import { serviceText } from '@/i18n/service'
import { chunk } from '@/lib/chunk'
import { loneEmoji } from '@/lib/emoji'
import { hue } from '@/lib/ids'
import { plain } from '@/lib/markup/plain'
import type { Row as Line } from '@/store/rows'
import type { Message, State } from '@/store/state'
import { useStore } from '@/store/store'
import { Avatar } from '@/ui/avatar/Avatar'
import { Button } from '@/ui/button/Button'
import { Later } from '@/ui/later/Later'
import { type Point, useContextMenu } from '@/ui/menu/useContextMenu'
import { AboveText } from './AroundText'
import around from './around-text.module.css'
import s from './bubble.module.css'
import { type DeliveryState, Meta } from './Meta'
import p from './pick.module.css'
import { select, selection } from './selection'
import { Text } from './Text'
import { keyOf, translations } from './translations'
import w from './who.module.css'
import { withWords } from './withWords'

// Only few need it.
const Slip = chunk(withWords(() => import('./Slip')))
const TranslatedText = chunk(withWords(() => import('./TranslatedText')))
const Reactions = chunk(withWords(() => import('./Reactions')))
const HoverBar = chunk(withWords(() => import('./HoverBar')))

/** Opens the menu of a message, or does at once what a letter of it does. */
export type Act = (at: Point, letter?: string) => void

interface Props {
  row: Line
  group: boolean
  flash: boolean
  /** It has just come, where the reader is. */
  arriving: boolean
  tabbable: boolean
  /** How far it has come with others; only for messages of my own. */
  reached: 'stored' | 'delivered' | 'read'
  onAct: (row: Line, at: Point, letter?: string) => void
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
      {row.unread !== undefined && (
        <span className={s.divider}>
          <ChevronDown size={14} aria-hidden />
          {row.unread > 0 ? t('chat.new', { n: row.unread }) : t('chat.unread')}
        </span>
      )}
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
          onAct={(at, letter) => props.onAct(row, at, letter)}
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
      onAct={message.deleted_at ? undefined : (at, letter) => onAct(row, at, letter)}
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
  onAct?: Act
  message?: Message
  onReact?: (emoji: string) => void
}

function Bubble(props: BubbleProps) {
  const { row, picked, seq, author, text, gone, standing, onAct, message } = props
  const shown = gone ?? text ?? ''
  const emoji = gone ? 0 : loneEmoji(shown)
  const acts = picked === undefined ? onAct : undefined
  const menu = useContextMenu(acts)
  const [near, nearing] = useNear()
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
      {...nearing}
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
      {near && acts && (
        <Later>
          <HoverBar
            reacts={message !== undefined}
            corrects={!props.mine && Boolean(message?.text)}
            onAct={acts}
            onReact={props.onReact ?? nothing}
          />
        </Later>
      )}
    </article>
  )
}

/** The message as a screen reader says it. */
const heard = ({ name, at, gone, onHistory, standing }: BubbleProps, shown: string) =>
  [
    t('message.said', { name, time: formatTime(at), text: gone ? shown : plain(shown, true) }),
    onHistory && t('message.edited'),
    standing && t(`message.${standing}`),
  ]
    .filter(Boolean)
    .join(', ')

function BubbleBody(props: BubbleProps & { shown: string }) {
  const { row, mine, author, gone, standing, onHistory, message, onReact, onAct, shown } = props
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
      {message?.reactions?.length ? (
        // Its room is kept, so that nothing moves when it comes.
        <Later fallback={<span className={around.reactions} />}>
          <Reactions message={message} onReact={onReact ?? nothing} onWho={onAct} />
        </Later>
      ) : null}
    </div>
  )
}

/** Whether a mouse is over the row, or the focus in it: only then there is a bar. */
function useNear() {
  const [over, setOver] = useState(false)
  const [within, setWithin] = useState(false)
  const handlers = {
    onPointerEnter: ({ pointerType }: PointerEvent) => setOver(pointerType === 'mouse'),
    onPointerLeave: () => setOver(false),
    onFocus: () => setWithin(true),
    onBlur: ({ currentTarget, relatedTarget }: FocusEvent) => setWithin(currentTarget.contains(relatedTarget)),
  }
  return [over || within, handlers] as const
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
