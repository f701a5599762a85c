// The head of a thread says who the other person or the group is, and what stands in the way of writing.
import { ArrowLeft, EllipsisVertical, Info, Languages, Search as SearchIcon } from 'lucide-react'
import { useState } from 'react'
import { useStore as useShared } from 'zustand'
import { formatShort, overlayWords, t } from '@/i18n'
import { chunk } from '@/lib/chunk'
import { SAVED } from '@/lib/ids'
import { Link, useNavigate } from '@/lib/router'
import { lay } from '@/store/overlay'
import { isSaved, peerOf } from '@/store/saved'
import { typingIn } from '@/store/select'
import type { ChatEntry } from '@/store/state'
import { useStore } from '@/store/store'
import { Avatar } from '@/ui/avatar/Avatar'
import { LaterChip } from '@/ui/exchange/LaterChip'
import { IconButton } from '@/ui/icon-button/IconButton'
import { Later } from '@/ui/later/Later'
import { below } from '@/ui/menu/useContextMenu'
import { chatSearch, searchIn } from './chatSearch'
import { selection } from './selection'
import s from './thread.module.css'
import { withWords } from './withWords'

// What opens by a click comes with it.
const SearchInChat = chunk(async () => {
  const [module] = await Promise.all([import('./SearchInChat'), overlayWords()])
  return module
})
const SelectionBar = chunk(withWords(() => import('./SelectionBar')))
const TranslateChat = chunk(withWords(() => import('./TranslateDialogs')))

interface HeadProps {
  chat: ChatEntry
  infoOpen: boolean
  /** Whether an engine translates here. */
  translates: boolean
}

export function ThreadHead({ chat, infoOpen, translates }: HeadProps) {
  const navigate = useNavigate()
  const [choosing, setChoosing] = useState(false)
  const peer = useStore(state => peerOf(state, chat, t('saved.title')))
  const online = useStore(state => (chat.peer ? state.presence[chat.peer.id]?.online === true : false))
  const name = peer?.display_name ?? chat.title ?? ''
  const me = useStore(state => state.me)
  const saved = peer?.id === SAVED
  // Of what one has saved there is nothing more to be said.
  const info = infoOpen || saved ? `/c/${chat.id}` : `/c/${chat.id}/info`
  const looking = useShared(chatSearch, all => all.chatId === chat.id)
  const chosen = useShared(selection, all => all.chatId)
  if (chosen === chat.id) {
    return (
      <Later fallback={<header className={s.head} />}>
        <SelectionBar chat={chat} />
      </Later>
    )
  }
  if (looking) {
    return (
      <Later fallback={<header className={s.head} />}>
        <SearchInChat chatId={chat.id} />
      </Later>
    )
  }
  return (
    <header className={s.head}>
      <IconButton label={t('app.back')} mirror className={s.back} onClick={() => navigate('/')}>
        <ArrowLeft />
      </IconButton>
      <Avatar
        id={peer?.id ?? chat.id}
        name={name}
        picture={peer?.avatar?.small ?? chat.avatar?.small}
        size={40}
        online={online}
      />
      <Link to={info} className={s.title}>
        <span className={s.who}>
          <h1 dir="auto">{name}</h1>
          {peer && <LaterChip of={peer} reader={me} />}
        </span>
        {saved ? <small>{t('saved.note')}</small> : <Subtitle chat={chat} />}
      </Link>
      {translates && (
        <IconButton
          label={t('translation.chat')}
          aria-pressed={Boolean(chat.me.translate_to)}
          onClick={() => setChoosing(true)}
        >
          <Languages />
        </IconButton>
      )}
      {choosing && (
        <Later>
          <TranslateChat chat={chat} onClose={() => setChoosing(false)} />
        </Later>
      )}
      <Buttons chat={chat} info={info} infoOpen={infoOpen} />
    </header>
  )
}

/** What is done with the chat as a whole. */
function Buttons({ chat, info, infoOpen }: { chat: ChatEntry; info: string; infoOpen: boolean }) {
  const navigate = useNavigate()
  const saved = useStore(state => isSaved(chat, state.me?.id))
  return (
    <>
      <IconButton label={t('search.here')} data-find onClick={() => searchIn(chat.id)}>
        <SearchIcon />
      </IconButton>
      <IconButton
        label={t('list.actions')}
        aria-haspopup="menu"
        onClick={event => lay({ kind: 'chatMenu', chatId: chat.id, at: below(event.currentTarget), open: true })}
      >
        <EllipsisVertical />
      </IconButton>
      {!saved && (
        <IconButton label={t('chat.info')} aria-pressed={infoOpen} className={s.info} onClick={() => navigate(info)}>
          <Info />
        </IconButton>
      )}
    </>
  )
}

function Subtitle({ chat }: { chat: ChatEntry }) {
  const now = Date.now()
  const names = useStore(state =>
    typingIn(state, chat.id, now)
      .map(id => state.users[id]?.display_name ?? '…')
      .join('\n'),
  )
  const presence = useStore(state => (chat.peer ? state.presence[chat.peer.id] : undefined))
  if (names) {
    const typing = names.split('\n')
    return (
      <small data-live="true">
        {chat.kind === 'direct' ? t('chat.typingShort') : t('chat.typing', { n: typing.length, name: typing[0] ?? '' })}
      </small>
    )
  }
  if (chat.kind === 'group') return <small>{t('chat.members', { n: chat.member_count })}</small>
  if (presence?.online) return <small data-live="true">{t('chat.online')}</small>
  if (presence?.lastSeen)
    return <small>{t('chat.seen', { time: formatShort(Date.parse(presence.lastSeen), now) })}</small>
  return <small>{t('chat.offline')}</small>
}
