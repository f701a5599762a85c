// The shell has the columns of the application: the list, what is open, and the info about it.
import {
  type KeyboardEvent,
  type PointerEvent,
  Suspense,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react'
import { ChatList } from '@/features/chats/ChatList'
import { consoleWords, instanceName, t } from '@/i18n'
import { Link, Redirect, Route, Switch, usePath, useRoute } from '@/lib/router'
import { prefer, usePreferences } from '@/store/preferences'
import { useStore } from '@/store/store'
import { EmptyState } from '@/ui/empty-state/EmptyState'
import { Page } from '@/ui/page/Page'
import s from './app.module.css'
import { Boundary } from './Boundary'
import { ChatPage } from './ChatPage'
import { Connection } from './Connection'
import { Overlays } from './Overlays'
import { page } from './page'
import { useTitle } from './useTitle'

const Friends = page(() => import('@/features/people/Friends'))
const Profile = page(() => import('@/features/people/Profile'))
const Notifications = page(() => import('@/features/notifications/Notifications'))
const Settings = page(() => import('@/features/settings/Settings'))
const LinkBack = page(async () => ({ default: (await import('@/features/settings/LinkedAccounts')).LinkBack }))
const NewChat = page(() => import('@/features/new-chat/NewChat'))
const NewGroup = page(() => import('@/features/new-chat/NewGroup'))
const ChatInfo = page(() => import('@/features/info/ChatInfo'))
const Explore = page(() => import('@/features/explore/Explore'))
const Invite = page(() => import('@/features/explore/Invite'))
const Invited = page(() => import('@/features/people/Invited'))
const Share = page(() => import('@/features/share/Share'))
const Starred = page(() => import('@/features/explore/Starred'))
const Admin = page(() => import('@/features/admin/Admin'), { words: consoleWords, rare: true })
const Welcome = page(() => import('@/features/welcome/Welcome'))

const NARROWEST = 288
const WIDEST = 424
const STEP = 16

export function Shell() {
  const pathname = usePath()
  const [, open] = useRoute('/c/:chatId/*?')
  const [infoOpen] = useRoute('/c/:chatId/info/*?')
  useTitle(open?.chatId)
  const alone = useNarrow() && pathname === '/'
  const shell = useRef<HTMLDivElement>(null)
  const width = usePreferences(chosen => chosen.listWidth)
  useEffect(() => shell.current?.style.setProperty('--list', `${width / 16}rem`), [width])
  const list = (
    <nav className={s.nav} aria-label={t('list.title')}>
      <Boundary>
        <ChatList current={open?.chatId} />
      </Boundary>
      {!alone && <Handle width={width} />}
    </nav>
  )
  return (
    <div ref={shell} className={s.shell} data-open={pathname !== '/'}>
      <a className={s.skip} href={open ? '#messages' : '#main'}>
        {t('app.skip')}
      </a>
      {alone ? (
        <main className={s.list} id="main">
          <h1 className="only-heard">{t('list.title')}</h1>
          {list}
        </main>
      ) : (
        <div className={s.list}>{list}</div>
      )}
      {!alone && (
        <main className={s.main} id="main">
          {/* A jump within a chat is no other page. */}
          <Boundary key={open?.chatId ?? pathname}>
            <Suspense fallback={<div className={s.page} />}>
              <Switch>
                <Route path="/c/:chatId/m/:seq">
                  <ChatPage infoOpen={false} />
                </Route>
                <Route path="/c/:chatId/*?">
                  <ChatPage infoOpen={infoOpen} />
                </Route>
                <Route path="/">
                  <Blank />
                </Route>
                <Route path="*">
                  <Pages />
                </Route>
              </Switch>
            </Suspense>
          </Boundary>
        </main>
      )}
      {infoOpen && open?.chatId && (
        <aside className={s.info} aria-label={t('info.title')}>
          <Boundary>
            <Suspense fallback={null}>
              <ChatInfo chatId={open.chatId} />
            </Suspense>
          </Boundary>
        </aside>
      )}
      <Overlays />
    </div>
  )
}

/** On a phone one column is shown at a time, and at home it is the list. */
function useNarrow(): boolean {
  const [query] = useState(() => matchMedia('(max-width: 600px)'))
  return useSyncExternalStore(
    told => {
      query.addEventListener('change', told)
      return () => query.removeEventListener('change', told)
    },
    () => query.matches,
  )
}

function Pages() {
  return (
    <div className={s.page} data-region="page">
      <Switch>
        <Route path="/friends/*?">
          <Friends />
        </Route>
        <Route path="/notifications">
          <Notifications />
        </Route>
        <Route path="/u/:username">
          <Profile />
        </Route>
        <Route path="/new/chat">
          <NewChat />
        </Route>
        <Route path="/new/group">
          <NewGroup />
        </Route>
        <Route path="/explore">
          <Explore />
        </Route>
        <Route path="/share">
          <Share />
        </Route>
        <Route path="/starred">
          <Starred />
        </Route>
        <Route path="/i/:code">
          <Invite />
        </Route>
        <Route path="/settings/*?">
          <Settings />
        </Route>
        <Route path="/oauth/:provider/callback">
          <LinkBack />
        </Route>
        <Route path="/me/edit">
          <Redirect to="/settings/account" replace />
        </Route>
        <Route path="/admin/*?">
          <Admin />
        </Route>
        <Route path="/login/*?">
          <Redirect to="/" replace />
        </Route>
        <Route path="/signup/*?">
          <Redirect to="/" replace />
        </Route>
        <Route path="/join/*?">
          <Redirect to="/" replace />
        </Route>
        <Route path="/invite/:code">
          <Invited />
        </Route>
        <Route path="*">
          <Lost />
        </Route>
      </Switch>
    </div>
  )
}

function Lost() {
  return (
    <Page title={t('app.lost')}>
      <EmptyState title={t('app.lostText')}>
        <Link to="/">{t('app.toChats')}</Link>
      </EmptyState>
    </Page>
  )
}

function Blank() {
  const empty = useStore(state => state.listed && Object.keys(state.chats).length === 0)
  return (
    <>
      <Connection />
      {empty ? (
        <Welcome />
      ) : (
        <div className={s.blank}>
          <h1 className="only-heard">{instanceName()}</h1>
          <p>{t('app.pick')}</p>
        </div>
      )}
    </>
  )
}

/** The list's edge: dragged, or moved by the arrow keys. */
function Handle({ width }: { width: number }) {
  const resize = (next: number) => prefer({ listWidth: Math.max(NARROWEST, Math.min(WIDEST, next)) })
  const rtl = document.documentElement.dir === 'rtl'
  const onPointer = (event: PointerEvent<HTMLDivElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
    resize(width + (rtl ? -event.movementX : event.movementX))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return
    event.preventDefault()
    resize(width + ((event.key === 'ArrowRight') !== rtl ? STEP : -STEP))
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that can be moved is a control, which `hr` is not
    <div
      role="separator"
      className={s.handle}
      aria-orientation="vertical"
      aria-label={t('list.resize')}
      aria-valuenow={width}
      aria-valuemin={NARROWEST}
      aria-valuemax={WIDEST}
      tabIndex={0}
      onPointerDown={event => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointer}
      onKeyDown={onKeyDown}
    />
  )
}
