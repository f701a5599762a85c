// A row stands for one chat of the list.
import { BellOff, Pin } from 'lucide-react'
import { memo } from 'react'
import { formatShort, t } from '@/i18n'
import { Link } from '@/lib/router'
import { lay } from '@/store/overlay'
import { isSaved, peerOf } from '@/store/saved'
import { deliveredToOthers, draftOf, isMuted, readByOthers, typingIn } from '@/store/select'
import type { ChatEntry } from '@/store/state'
import { useStore } from '@/store/store'
import { Avatar } from '@/ui/avatar/Avatar'
import { Count } from '@/ui/count/Count'
import { LaterChip } from '@/ui/exchange/LaterChip'
import { useContextMenu } from '@/ui/menu/useContextMenu'
import { type Reached, Tick } from '@/ui/tick/Tick'
import s from './chats.module.css'
import { lastMessageLine } from './lastMessage'

interface Props {
  chat: ChatEntry
  current: boolean
}

export const ChatRow = memo(function ChatRow({ chat, current }: Props) {
  const now = Date.now()
  const peer = useStore(state => peerOf(state, chat, t('saved.title')))
  const online = useStore(state => (chat.peer ? state.presence[chat.peer.id]?.online === true : false))
  const typing = useStore(state => typingIn(state, chat.id, now).length > 0)
  const reached = useReached(chat)
  const me = useStore(state => state.me)
  const name = peer?.display_name ?? chat.title ?? ''
  const muted = isMuted(chat, now)
  const menu = useContextMenu(at => lay({ kind: 'chatMenu', chatId: chat.id, at, open: false }))
  return (
    <Link
      to={`/c/${chat.id}`}
      className={s.row}
      aria-current={current ? 'page' : undefined}
      draggable={false}
      {...menu}
    >
      <Avatar
        id={peer?.id ?? chat.id}
        name={name}
        picture={peer?.avatar?.small ?? chat.avatar?.small}
        size={54}
        online={online}
      />
      <span className={s.text}>
        <span className={s.line}>
          <span className={s.name} dir="auto">
            {name}
          </span>
          {peer && (
            <span className={s.exchange}>
              <LaterChip of={peer} reader={me} />
            </span>
          )}
          {online && <span className="only-heard">{t('list.online')}</span>}
          {muted && <BellOff size={14} className={s.small} aria-label={t('list.muted')} />}
          <span className={s.time}>
            {reached && <Tick reached={reached} label={t(`message.${reached}`)} />}
            <time dateTime={chat.active_at}>{formatShort(Date.parse(chat.active_at), now)}</time>
          </span>
        </span>
        <span className={s.line}>
          <span className={s.last}>
            {typing ? (
              <span className={s.typing}>{t('chat.typingShort')}</span>
            ) : (
              <Preview chat={chat} current={current} />
            )}
          </span>
          <Leads chat={chat} />
          <Badge chat={chat} muted={muted} />
        </span>
      </span>
    </Link>
  )
})

/** How far the last message has come, where it is one's own. */
function useReached(chat: ChatEntry): Reached | undefined {
  const last = chat.last_message
  const mine = useStore(
    state =>
      !isSaved(chat, state.me?.id) &&
      last?.author_id === state.me?.id &&
      last?.kind !== 'service' &&
      !last?.deleted_at &&
      last !== null,
  )
  const read = useStore(state => readByOthers(state, chat.id))
  const delivered = useStore(state => deliveredToOthers(state, chat.id))
  if (!mine || !last) return undefined
  return last.seq <= read ? 'read' : last.seq <= delivered ? 'delivered' : 'stored'
}

/** A draft, or else the last message. */
function Preview({ chat, current }: { chat: ChatEntry; current: boolean }) {
  const last = chat.last_message
  const me = useStore(state => state.me?.id)
  const draft = useStore(state => (current ? '' : draftOf(state, chat.id)))
  const author = useStore(state => (last?.author_id ? state.users[last.author_id]?.display_name : undefined))
  if (draft)
    return (
      <>
        <span className={s.draft}>{t('list.draft')}</span> <bdi>{draft}</bdi>
      </>
    )
  if (!last) return null
  const mine = last.author_id === me && !last.deleted_at
  return (
    <>
      {chat.kind === 'group' && last.kind !== 'service' && <b>{mine ? t('list.you') : author ? `${author}:` : ''} </b>}
      <bdi>{lastMessageLine(last, author ?? '', me)}</bdi>
    </>
  )
}

/** That one is mentioned in what is unread, and that others have reacted to what one wrote. */
function Leads({ chat }: { chat: ChatEntry }) {
  return (
    <>
      {chat.reacted_to.length > 0 && (
        <span className={s.lead} role="img" aria-label={t('list.reacted')}>
          ♥
        </span>
      )}
      {chat.mentioned_in.length > 0 && (
        <span className={s.lead} role="img" aria-label={t('list.mentioned')}>
          @
        </span>
      )}
    </>
  )
}

/** How many messages are unread, that it is marked so, or that it is pinned. */
function Badge({ chat, muted }: { chat: ChatEntry; muted: boolean }) {
  if (chat.unread > 0) return <Count n={chat.unread} muted={muted} label={t('list.unreadCount', { n: chat.unread })} />
  if (chat.me.marked_unread)
    return <span className={s.dot} data-muted={muted} role="img" aria-label={t('list.unread')} />
  return chat.me.pinned && <Pin size={16} className={s.small} role="img" aria-label={t('message.pinned')} />
}
