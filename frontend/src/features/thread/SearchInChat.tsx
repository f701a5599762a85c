// The search of the open chat takes the place of its head: a field, the conditions under it, the hits as a list, and
// buttons that go from one hit to the next in the messages themselves.
import { ArrowDown, ArrowUp, CalendarDays, List, Search, X } from 'lucide-react'
import { type KeyboardEvent, type RefObject, useEffect, useRef } from 'react'
import { useStore as useShared } from 'zustand'
import { formatShort, t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import { plainRanges } from '@/lib/markup/plain'
import { Link, useRoute } from '@/lib/router'
import type { SearchHit } from '@/protocol/types'
import { jumpTo } from '@/store/jumps'
import { lay } from '@/store/overlay'
import { useStore } from '@/store/store'
import { Button } from '@/ui/button/Button'
import { IconButton } from '@/ui/icon-button/IconButton'
import { Marked } from '@/ui/marked/Marked'
import { chatSearch, stopSearching } from './chatSearch'
import { SearchFilters } from './SearchFilters'
import s from './search.module.css'
import { useChatSearch } from './useChatSearch'

/** Escape closes the search; arrows go from the field through the hits. */
function onKeyDown(event: KeyboardEvent, field: HTMLElement | null, list: HTMLElement | null) {
  if (event.defaultPrevented || document.querySelector('dialog[open], [popover]:popover-open')) return
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

type Found = ReturnType<typeof useChatSearch>

export default function SearchInChat({ chatId }: { chatId: string }) {
  const field = useRef<HTMLInputElement>(null)
  const bar = useRef<HTMLElement>(null)
  const list = useRef<HTMLUListElement>(null)
  const looking = useShared(chatSearch)
  const search = useChatSearch(chatId, looking)
  const { hits, older, newer } = search
  // Jumping makes the view anew: the focus goes back to what has jumped.
  useEffect(() => {
    // After the composer, which takes the focus when a chat opens.
    const frame = requestAnimationFrame(() => {
      const { focus } = chatSearch.getState()
      const button = bar.current?.querySelector<HTMLButtonElement>(`[data-jump="${focus}"]:not(:disabled)`)
      ;(button ?? field.current)?.focus()
    })
    return () => cancelAnimationFrame(frame)
  }, [])
  return (
    <search ref={bar} className={s.search} onKeyDown={event => onKeyDown(event, field.current, list.current)}>
      <div className={s.bar}>
        <label className={s.field}>
          <Search size={20} aria-hidden />
          <input
            ref={field}
            type="search"
            aria-label={t('search.here')}
            placeholder={t('search.here')}
            enterKeyHint="search"
            value={looking.query}
            onChange={event => chatSearch.setState({ query: event.target.value, listed: true })}
            onKeyDown={event => {
              if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
              event.preventDefault()
              if (event.shiftKey) newer?.('field')
              else older?.('field')
            }}
          />
          <Place search={search} />
        </label>
        {hits.length > 0 && <Steps search={search} listed={looking.listed} />}
        <IconButton label={t('date.title')} className={s.wide} onClick={() => lay({ kind: 'date', chatId })}>
          <CalendarDays />
        </IconButton>
        <IconButton label={t('app.close')} onClick={stopSearching}>
          <X />
        </IconButton>
      </div>
      <SearchFilters chatId={chatId} />
      {search.found.error && (
        <p className={s.note} role="alert">
          {faultText(search.found.error)}
        </p>
      )}
      {search.found.data && hits.length === 0 && !search.found.hasNextPage && (
        <p className={s.note} role="status">
          {t('search.none')}
        </p>
      )}
      {looking.listed && <Hits search={search} list={list} />}
    </search>
  )
}

/** From one hit to the next, and back to the list of them. */
function Steps({ search: { older, newer }, listed }: { search: Found; listed: boolean }) {
  return (
    <>
      <IconButton label={t('filter.older')} data-jump="older" disabled={!older} onClick={() => older?.()}>
        <ArrowUp />
      </IconButton>
      <IconButton label={t('filter.newer')} data-jump="newer" disabled={!newer} onClick={() => newer?.()}>
        <ArrowDown />
      </IconButton>
      <IconButton
        label={t('filter.list')}
        aria-expanded={listed}
        onClick={() => chatSearch.setState({ listed: !listed })}
      >
        <List />
      </IconButton>
    </>
  )
}

/** Which of the hits is in view, and how many there are. */
function Place({ search: { found, hits, at } }: { search: Found }) {
  const more = found.hasNextPage
  const values = { n: at + 1, of: hits.length }
  return (
    <span className={s.place} role="status">
      {hits.length > 0 &&
        (at < 0
          ? more
            ? `${hits.length}+`
            : t('filter.hits', { n: hits.length })
          : more
            ? t('filter.placeMore', values)
            : t('filter.place', values))}
    </span>
  )
}

function Hits({ search: { found, hits }, list }: { search: Found; list: RefObject<HTMLUListElement | null> }) {
  if (hits.length === 0 && !found.hasNextPage) return null
  return (
    <ul className={s.hits} ref={list} aria-busy={found.isFetching} aria-label={t('filter.list')}>
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
      onClick={() => {
        chatSearch.setState({ listed: false, focus: 'older' })
        jumpTo(message.chat_id, message.seq)
      }}
      aria-current={jumped?.seq === String(message.seq) ? 'true' : undefined}
    >
      <span className={s.line}>
        <strong dir="auto">{message.author_id === me ? t('message.me') : (author ?? '…')}</strong>
        <time dateTime={message.created_at}>{formatShort(Date.parse(message.created_at), Date.now())}</time>
      </span>
      <span className={s.text} dir="auto">
        <Marked {...plainRanges(message.text ?? '', highlights)} />
      </span>
    </Link>
  )
}
