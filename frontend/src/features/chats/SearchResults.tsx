// The results of the list's search are chats, people, and messages of all chats.

import { formatShort, t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import { plainRanges } from '@/lib/markup/plain'
import { Link } from '@/lib/router'
import { jumpTo } from '@/store/jumps'
import { peerOf } from '@/store/saved'
import type { Message } from '@/store/state'
import { useStore } from '@/store/store'
import { Wondering } from '@/ui/art/Commas'
import { Avatar } from '@/ui/avatar/Avatar'
import { Button } from '@/ui/button/Button'
import { EmptyState } from '@/ui/empty-state/EmptyState'
import { Marked } from '@/ui/marked/Marked'
import { PersonText, personClass } from '@/ui/person/Person'
import { ChatRow } from './ChatRow'
import s from './chats.module.css'
import { useSearch } from './useSearch'

export default function SearchResults({ query, current }: { query: string; current: string | undefined }) {
  const { found, people, hits, more, fault, busy, wanted } = useSearch(query)
  const me = useStore(state => state.me)
  const nothing = found.length === 0 && people.length === 0 && hits.length === 0
  if (!busy && nothing && !more && !fault && wanted === query.trim()) {
    return <EmptyState title={t('list.nothing', { query: wanted })} art={<Wondering />} />
  }
  return (
    <div className={s.list} data-region="list" aria-busy={busy}>
      {found.length > 0 && <h2 className={s.section}>{t('list.title')}</h2>}
      {found.map(chat => (
        <ChatRow key={chat.id} chat={chat} current={chat.id === current} />
      ))}
      {people.length > 0 && <h2 className={s.section}>{t('list.people')}</h2>}
      {people.map(user => (
        <Link key={user.id} to={`/u/${user.username}`} className={personClass}>
          <PersonText user={user} reader={me} />
        </Link>
      ))}
      {(hits.length > 0 || more || fault) && <h2 className={s.section}>{t('chat.messages')}</h2>}
      {hits.map(({ message, highlights }) => (
        <Hit key={`${message.chat_id}/${message.seq}`} message={message} highlights={highlights} />
      ))}
      {fault && (
        <p className={s.further} role="alert">
          {faultText(fault)}
        </p>
      )}
      {more && (
        <div className={s.further}>
          {hits.length === 0 && <p>{t('search.further')}</p>}
          <Button onClick={more} busy={busy}>
            {hits.length === 0 ? t('search.goOn') : t('app.more')}
          </Button>
        </div>
      )}
    </div>
  )
}

interface HitProps {
  message: Pick<Message, 'chat_id' | 'seq' | 'author_id' | 'text' | 'created_at'>
  highlights: readonly (readonly number[])[]
}

function Hit({ message, highlights }: HitProps) {
  const { chat_id, seq, author_id, text, created_at } = message
  const chat = useStore(state => state.chats[chat_id])
  const peer = useStore(state => peerOf(state, chat, t('saved.title')))
  const author = useStore(state =>
    author_id && author_id === state.me?.id
      ? t('list.you')
      : author_id
        ? state.users[author_id]?.display_name
        : undefined,
  )
  const name = peer?.display_name ?? chat?.title ?? ''
  const by = author === t('list.you') ? `${author} ` : chat?.kind === 'group' && author ? `${author}: ` : ''
  return (
    <Link to={`/c/${chat_id}/m/${seq}`} className={s.row} draggable={false} onClick={() => jumpTo(chat_id, seq)}>
      <Avatar id={peer?.id ?? chat_id} name={name} picture={peer?.avatar?.small ?? chat?.avatar?.small} size={54} />
      <span className={s.text}>
        <span className={s.line}>
          <span className={s.name} dir="auto">
            {name}
          </span>
          <time className={s.time} dateTime={created_at}>
            {formatShort(Date.parse(created_at), Date.now())}
          </time>
        </span>
        <span className={s.line}>
          <span className={s.last}>
            {by && <b>{by}</b>}
            <bdi>
              <Marked {...plainRanges(text ?? '', highlights)} />
            </bdi>
          </span>
        </span>
      </span>
    </Link>
  )
}
