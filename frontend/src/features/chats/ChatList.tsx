// The left column: menu, search, filters, and the list itself.
import {
  Bell,
  Compass,
  Keyboard,
  LogOut,
  Menu as MenuIcon,
  MessageSquarePlus,
  Moon,
  Settings,
  Shield,
  Star,
  Sun,
  Users,
  UsersRound,
} from 'lucide-react'
import { useRef, useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { Virtualizer } from 'virtua'
import { t } from '@/i18n'
import { prefer, usePreferences } from '@/store/preferences'
import type { Filter } from '@/store/select'
import { useStore } from '@/store/store'
import { signOut } from '@/sync/session'
import { Button, Tabs } from '@/ui/controls'
import { Notice, PersonText, personClass } from '@/ui/layout'
import { MenuButton } from '@/ui/Menu'
import { ChatRow } from './ChatRow'
import s from './chats.module.css'
import { useChats, useSearch } from './useChats'

const ROW = 72
const SKELETONS = [1, 2, 3, 4, 5, 6, 7, 8]

export function ChatList({ current, onKeys }: { current: string | undefined; onKeys: () => void }) {
  const { list, listed, filter, setFilter, requests } = useChats()
  const [query, setQuery] = useState('')
  const tabs: [Filter, string][] = [
    ['all', t('list.all')],
    ['unread', t('list.unread')],
    ['direct', t('list.direct')],
    ['groups', t('list.groups')],
  ]
  if (requests > 0) tabs.push(['requests', t('list.requests', { n: requests })])
  const scroller = useRef<HTMLDivElement>(null)
  return (
    <div className={s.column}>
      <header className={s.bar}>
        <MainMenu onKeys={onKeys} />
        <SearchField query={query} onChange={setQuery} />
      </header>
      {query.trim() ? (
        <Found query={query} current={current} />
      ) : (
        <>
          <Tabs label={t('list.title')} tabs={tabs} value={filter} onChange={setFilter} />
          {!listed && (
            <div className={s.list} aria-busy="true">
              {SKELETONS.map(n => (
                <div key={n} className={s.skeleton} />
              ))}
            </div>
          )}
          {listed && list.length === 0 && (filter === 'all' ? <NoChats /> : <Notice title={t('list.none')} />)}
          {listed && list.length > 0 && (
            <div className={s.list} ref={scroller} data-region="list">
              <Virtualizer scrollRef={scroller} data={list} itemSize={ROW} as="ul" item="li">
                {chat => <ChatRow key={chat.id} chat={chat} current={chat.id === current} />}
              </Virtualizer>
            </div>
          )}
        </>
      )}
    </div>
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

function Found({ query, current }: { query: string; current: string | undefined }) {
  const { found, people, busy, wanted } = useSearch(query)
  if (!busy && found.length === 0 && people.length === 0 && wanted === query.trim()) {
    return <Notice title={t('list.nothing', { query: wanted })} />
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
          <PersonText user={user} />
        </Link>
      ))}
    </div>
  )
}

function NoChats() {
  const navigate = useNavigate()
  return (
    <Notice title={t('list.empty')} text={t('list.emptyText')}>
      <Button kind="primary" onClick={() => navigate('/new/chat')}>
        {t('menu.newChat')}
      </Button>
      <Button onClick={() => navigate('/new/group')}>{t('menu.newGroup')}</Button>
    </Notice>
  )
}

function MainMenu({ onKeys }: { onKeys: () => void }) {
  const navigate = useNavigate()
  const admin = useStore(state => state.me?.is_admin === true)
  const notices = useStore(state => state.noticesUnread)
  usePreferences(chosen => chosen.theme)
  const dark = document.documentElement.dataset.theme === 'dark'
  const items = [
    { text: t('menu.newChat'), icon: <MessageSquarePlus />, run: () => navigate('/new/chat') },
    { text: t('menu.newGroup'), icon: <UsersRound />, run: () => navigate('/new/group') },
    { text: t('menu.explore'), icon: <Compass />, run: () => navigate('/explore') },
    { text: t('menu.starred'), icon: <Star />, run: () => navigate('/starred') },
    { text: t('menu.friends'), icon: <Users />, run: () => navigate('/friends') },
    { text: t('menu.notices'), icon: <Bell />, count: notices, run: () => navigate('/notifications') },
    { text: t('menu.settings'), icon: <Settings />, run: () => navigate('/settings') },
    {
      text: dark ? t('menu.light') : t('menu.dark'),
      icon: dark ? <Sun /> : <Moon />,
      run: () => prefer({ theme: dark ? 'light' : 'dark' }),
    },
    ...(admin ? [{ text: t('menu.admin'), icon: <Shield />, run: () => navigate('/admin/overview') }] : []),
    { text: t('menu.keys'), icon: <Keyboard />, run: onKeys },
    { text: t('menu.signOut'), icon: <LogOut />, danger: true, run: () => void signOut().catch(() => undefined) },
  ]
  return <MenuButton label={t('list.menu')} icon={<MenuIcon />} items={items} />
}
