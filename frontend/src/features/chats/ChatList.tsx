// The left column has the menu, the search, the filters and the list itself.
import { Archive, ArrowLeft, Menu as MenuIcon } from 'lucide-react'
import { useCallback, useRef, useState } from 'react'
import { Virtualizer } from 'virtua'
import { t } from '@/i18n'
import { chunk } from '@/lib/chunk'
import { useNavigate } from '@/lib/router'
import type { Filter } from '@/store/select'
import type { ChatEntry } from '@/store/state'
import { useStore } from '@/store/store'
import { Button } from '@/ui/button/Button'
import { Count } from '@/ui/count/Count'
import { EmptyState } from '@/ui/empty-state/EmptyState'
import { IconButton } from '@/ui/icon-button/IconButton'
import { Later } from '@/ui/later/Later'
import { Tabs } from '@/ui/tabs/Tabs'
import { ChatRow } from './ChatRow'
import s from './chats.module.css'
import { useChats } from './useChats'

// What opens by a click comes with it.
const SearchResults = chunk(() => import('./SearchResults'))
const MainMenu = chunk(() => import('./MainMenu'))
const RowMenu = chunk(() => import('./RowMenu'))

const ROW = 72
const SKELETONS = [1, 2, 3, 4, 5, 6, 7, 8]

export function ChatList({ current, onKeys }: { current: string | undefined; onKeys: () => void }) {
  const { list, listed, filter, setFilter, requests, archived } = useChats()
  const [query, setQuery] = useState('')
  const tabs: [Filter, string][] = [
    ['all', t('list.all')],
    ['unread', t('list.unread')],
    ['direct', t('list.direct')],
    ['groups', t('list.groups')],
  ]
  if (requests > 0) tabs.push(['requests', t('list.requests', { n: requests })])
  const scroller = useRef<HTMLDivElement>(null)
  const [menu, setMenu] = useState<{ chat: ChatEntry; at: { x: number; y: number } }>()
  const onMenu = useCallback((chat: ChatEntry, at: { x: number; y: number }) => setMenu({ chat, at }), [])
  return (
    <div className={s.column}>
      <header className={s.bar}>
        <Corner onKeys={onKeys} />
        <SearchField query={query} onChange={setQuery} />
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
          {!listed && <Skeletons />}
          {listed &&
            list.length === 0 &&
            (filter === 'all' && archived.count === 0 ? <NoChats /> : <EmptyState title={t('list.none')} />)}
          {listed && list.length > 0 && (
            <div className={s.list} ref={scroller} data-region="list">
              <Virtualizer scrollRef={scroller} data={list} itemSize={ROW} as="ul" item="li">
                {chat => <ChatRow key={chat.id} chat={chat} current={chat.id === current} onMenu={onMenu} />}
              </Virtualizer>
            </div>
          )}
        </>
      )}
      {menu && (
        <Later>
          <RowMenu chat={menu.chat} at={menu.at} onClose={() => setMenu(undefined)} />
        </Later>
      )}
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

/** The button of the menu; the menu itself comes when it is asked for. */
function Corner({ onKeys }: { onKeys: () => void }) {
  const [at, setAt] = useState<{ x: number; y: number }>()
  return (
    <>
      <IconButton
        label={t('list.menu')}
        aria-haspopup="menu"
        aria-expanded={at !== undefined}
        onClick={event => {
          const box = event.currentTarget.getBoundingClientRect()
          setAt({ x: box.left, y: box.bottom + 4 })
        }}
      >
        <MenuIcon />
      </IconButton>
      {at && (
        <Later>
          <MainMenu at={at} onKeys={onKeys} onClose={() => setAt(undefined)} />
        </Later>
      )}
    </>
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
    <input
      type="search"
      className={s.search}
      data-search
      placeholder={state}
      aria-label={t('list.search')}
      value={query}
      onChange={event => onChange(event.target.value)}
      onKeyDown={event => {
        if (event.key === 'Escape') onChange('')
      }}
    />
  )
}

function NoChats() {
  const navigate = useNavigate()
  return (
    <EmptyState title={t('list.empty')} text={t('list.emptyText')}>
      <Button kind="primary" onClick={() => navigate('/new/chat')}>
        {t('menu.newChat')}
      </Button>
      <Button onClick={() => navigate('/new/group')}>{t('menu.newGroup')}</Button>
    </EmptyState>
  )
}
