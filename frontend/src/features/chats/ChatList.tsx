// The left column has the menu, the search, the filters and the list itself; message requests lie on top of it.
import { Archive, ArrowLeft, Menu as MenuIcon, Search } from 'lucide-react'
import { type ReactNode, useMemo, useRef, useState } from 'react'
import { Virtualizer } from 'virtua'
import { useStore as useShared } from 'zustand'
import { t } from '@/i18n'
import { chunk } from '@/lib/chunk'
import { listSearch, searchList } from '@/store/listSearch'
import { lay } from '@/store/overlay'
import { type Filter, isRequest } from '@/store/select'
import type { ChatEntry } from '@/store/state'
import { useStore } from '@/store/store'
import { Count } from '@/ui/count/Count'
import { EmptyState } from '@/ui/empty-state/EmptyState'
import { IconButton } from '@/ui/icon-button/IconButton'
import { Later } from '@/ui/later/Later'
import { below, type Point } from '@/ui/menu/useContextMenu'
import { Tabs } from '@/ui/tabs/Tabs'
import { ChatRow } from './ChatRow'
import s from './chats.module.css'
import head from './head.module.css'
import { onListKeys } from './listKeys'
import { NewButton } from './NewButton'
import { useChats } from './useChats'

// What opens by a click comes with it.
const SearchResults = chunk(() => import('./SearchResults'))
const MainMenu = chunk(() => import('./MainMenu'))
const RequestCard = chunk(() => import('./RequestCard'))
const Reorder = chunk(() => import('./Reorder'))
const NoChats = chunk(() => import('./NoChats'))

const ROW = 72
const PALETTE_KEY = /Mac|iP/.test(navigator.platform) ? '⌘ K' : 'Ctrl K'
const SKELETONS = [1, 2, 3, 4, 5, 6, 7, 8]

export function ChatList({ current }: { current: string | undefined }) {
  const { list, listed, filter, setFilter, requests, unread, archived } = useChats()
  const query = useShared(listSearch, all => all.query)
  const tabs: [Filter, string, number?][] = [
    ['all', t('list.all')],
    ['unread', t('list.unread'), unread],
    ['direct', t('list.direct')],
    ['groups', t('list.groups')],
  ]
  if (requests.length > 0) tabs.push(['requests', t('list.requests'), requests.length])
  // Of all that wait, the newest is on top of everything else.
  const first = filter === 'all' ? requests[0] : undefined
  const rows = useMemo(() => (first ? [first, ...list] : list), [first, list])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the field and of the rows within
    <div className={s.column} onKeyDown={onListKeys}>
      <header className={head.bar}>
        <Corner />
        <SearchField query={query} onChange={searchList} />
      </header>
      {query.trim() ? (
        <Later fallback={<div className={s.list} aria-busy="true" />}>
          <SearchResults query={query} current={current} />
        </Later>
      ) : (
        <>
          {filter === 'archived' ? (
            <div className={s.archiveHead}>
              <IconButton label={t('app.back')} mirror onClick={() => setFilter('all')}>
                <ArrowLeft />
              </IconButton>
              <h2>{t('list.archived')}</h2>
            </div>
          ) : (
            <Tabs label={t('list.title')} tabs={tabs} value={filter} onChange={setFilter} />
          )}
          {filter === 'all' && archived.count > 0 && (
            <button type="button" className={s.archive} onClick={() => setFilter('archived')}>
              <Archive aria-hidden />
              <span>{t('list.archived')}</span>
              {archived.unread > 0 && (
                <Count n={archived.unread} muted label={t('list.unreadCount', { n: archived.unread })} />
              )}
            </button>
          )}
          {listed ? (
            <Chats
              rows={rows}
              waiting={first ? requests.length : undefined}
              current={current}
              empty={filter === 'all' && archived.count === 0 ? <NoChats /> : <EmptyState title={t('list.none')} />}
            />
          ) : (
            <Skeletons />
          )}
          <NewButton />
        </>
      )}
    </div>
  )
}

interface ChatsProps {
  rows: readonly ChatEntry[]
  /** How many requests lie on top; nothing where each is a row of its own. */
  waiting: number | undefined
  current: string | undefined
  /** In place of no rows. */
  empty: ReactNode
}

function Chats({ rows, waiting, current, empty }: ChatsProps) {
  const scroller = useRef<HTMLDivElement>(null)
  if (rows.length === 0) return <Later>{empty}</Later>
  return (
    <div className={s.list} ref={scroller} data-region="list">
      <Virtualizer scrollRef={scroller} data={rows} itemSize={ROW} as="ul" item="li">
        {chat =>
          isRequest(chat) ? (
            <Later key={chat.id} fallback={<div className={s.coming} />}>
              <RequestCard chat={chat} of={waiting} />
            </Later>
          ) : (
            <ChatRow key={chat.id} chat={chat} current={chat.id === current} />
          )
        }
      </Virtualizer>
      <Later>
        <Reorder rows={rows} scroller={scroller} />
      </Later>
    </div>
  )
}

/** The shape of the list while it is on its way. */
function Skeletons() {
  return (
    <div className={s.list} aria-busy="true">
      {SKELETONS.map(n => (
        <div key={n} className={s.skeleton} />
      ))}
    </div>
  )
}

/** The button of the menu, with what is new behind it; the menu itself comes when it is asked for. */
function Corner() {
  const news = useStore(state => state.notificationsUnread)
  const [at, setAt] = useState<Point>()
  return (
    <span className={head.corner}>
      <IconButton
        label={t('list.menu')}
        aria-haspopup="menu"
        aria-expanded={at !== undefined}
        onClick={event => setAt(below(event.currentTarget))}
      >
        <MenuIcon />
      </IconButton>
      {news > 0 && <Count n={news} label={t('list.news', { n: news })} />}
      {at && (
        <Later>
          <MainMenu at={at} onClose={() => setAt(undefined)} />
        </Later>
      )}
    </span>
  )
}

function SearchField({ query, onChange }: { query: string; onChange: (query: string) => void }) {
  const phase = useStore(state => state.connection.phase)
  const state =
    phase === 'connecting'
      ? t('list.connecting')
      : phase === 'updating'
        ? t('list.updating')
        : phase === 'waiting' || phase === 'offline'
          ? t('list.noConnection')
          : t('list.search')
  return (
    <div className={head.search}>
      <Search size={20} aria-hidden />
      <input
        type="search"
        data-search
        placeholder={state}
        aria-label={t('list.search')}
        value={query}
        onChange={event => onChange(event.target.value)}
        onKeyDown={event => {
          if (event.key === 'Escape') onChange('')
        }}
      />
      <button
        type="button"
        aria-label={`${t('keys.palette')} ${PALETTE_KEY}`}
        title={t('keys.palette')}
        onClick={() => lay({ kind: 'palette' })}
      >
        <kbd aria-hidden>{PALETTE_KEY}</kbd>
      </button>
    </div>
  )
}
