// The search of the open chat takes the place of its head, with the results below.
import { useInfiniteQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { type KeyboardEvent, useDeferredValue, useEffect, useRef } from 'react'
import { formatShort, t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import { Link, useRoute } from '@/lib/router'
import type { SearchHit } from '@/protocol/types'
import { messagesIn } from '@/server/search'
import { jumpTo } from '@/store/jumps'
import { useStore } from '@/store/store'
import { sync } from '@/sync/browser/sync'
import { Button } from '@/ui/button/Button'
import { IconButton } from '@/ui/icon-button/IconButton'
import { Marked } from '@/ui/marked/Marked'
import { chatSearch, stopSearching } from './chatSearch'
import s from './search.module.css'

/** Escape closes the search; arrows go from the field through the hits. */
function onKeyDown(event: KeyboardEvent, field: HTMLElement | null, list: HTMLElement | null) {
  if (event.key === 'Escape') {
    event.preventDefault()
    stopSearching()
    return
  }
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  const links = [...(list?.querySelectorAll<HTMLElement>('a') ?? [])]
  const now = links.findIndex(link => link === document.activeElement)
  const next = now + (event.key === 'ArrowDown' ? 1 : -1)
  event.preventDefault()
  if (next < 0) field?.focus()
  else links[next]?.focus()
}

export default function SearchInChat({ chatId, query }: { chatId: string; query: string }) {
  const field = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLUListElement>(null)
  const wanted = useDeferredValue(query.trim())
  const found = useInfiniteQuery(messagesIn(chatId, wanted))
  const hits = found.data?.pages.flatMap(page => page.items) ?? []
  useEffect(
    () => sync.people.need((found.data?.pages ?? []).flatMap(page => page.items.map(hit => hit.message.author_id))),
    [found.data],
  )
  // Jumping makes the view anew: the focus goes back to where one was.
  useEffect(() => {
    const here = list.current?.querySelector<HTMLElement>('[aria-current="true"]')
    if (here) here.focus()
    else field.current?.focus()
  }, [])

  return (
    <search className={s.search} onKeyDown={event => onKeyDown(event, field.current, list.current)}>
      <div className={s.bar}>
        <input
          ref={field}
          type="search"
          className={s.field}
          aria-label={t('search.here')}
          placeholder={t('search.here')}
          value={query}
          onChange={event => chatSearch.setState({ chatId, query: event.target.value })}
        />
        <IconButton label={t('app.close')} onClick={stopSearching}>
          <X />
        </IconButton>
      </div>
      {found.error && (
        <p className={s.note} role="alert">
          {faultText(found.error)}
        </p>
      )}
      {found.data && hits.length === 0 && !found.hasNextPage && (
        <p className={s.note} role="status">
          {t('search.none')}
        </p>
      )}
      {(hits.length > 0 || found.hasNextPage) && (
        <ul className={s.hits} ref={list} aria-busy={found.isFetching}>
          {hits.map(({ message, highlights }) => (
            <li key={message.seq}>
              <Hit message={message} highlights={highlights} />
            </li>
          ))}
          {found.hasNextPage && (
            <li className={s.note}>
              {hits.length === 0 && <p>{t('search.further')}</p>}
              <Button busy={found.isFetching} onClick={() => void found.fetchNextPage()}>
                {hits.length === 0 ? t('search.goOn') : t('app.more')}
              </Button>
            </li>
          )}
        </ul>
      )}
    </search>
  )
}

function Hit({ message, highlights }: SearchHit) {
  const author = useStore(state => state.users[message.author_id]?.display_name)
  const me = useStore(state => state.me?.id)
  const [, jumped] = useRoute('/c/:chatId/m/:seq')
  return (
    <Link
      to={`/c/${message.chat_id}/m/${message.seq}`}
      className={s.hit}
      onClick={() => jumpTo(message.chat_id, message.seq)}
      aria-current={jumped?.seq === String(message.seq) ? 'true' : undefined}
    >
      <span className={s.line}>
        <strong dir="auto">{message.author_id === me ? t('message.me') : (author ?? '…')}</strong>
        <time dateTime={message.created_at}>{formatShort(Date.parse(message.created_at), Date.now())}</time>
      </span>
      <span className={s.text} dir="auto">
        <Marked text={message.text ?? ''} ranges={highlights} />
      </span>
    </Link>
  )
}
