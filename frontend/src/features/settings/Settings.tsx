// The settings are a list, and a page for each line of it: beside each other where there is room for both.
import { Bell, Database, Globe, Info, Languages, Lock, Monitor, Palette, Shield, User } from 'lucide-react'
import { useState, useSyncExternalStore } from 'react'
import { t } from '@/i18n'
import { Link, Route, Switch, usePath } from '@/lib/router'
import { useStore } from '@/store/store'
import { Avatar } from '@/ui/avatar/Avatar'
import { ExchangeChip } from '@/ui/exchange/Exchange'
import { navClass } from '@/ui/layout/Layout'
import { Head, Page } from '@/ui/page/Page'
import { About } from './About'
import { Account } from './Account'
import { Appearance } from './Appearance'
import { Data } from './Data'
import { Language } from './Language'
import { NotificationSettings } from './NotificationSettings'
import { Privacy } from './Privacy'
import { Security, Sessions } from './Security'
import s from './settings.module.css'
import { TranslationSettings } from './TranslationSettings'

const PAGES = [
  ['account', User, Account],
  ['security', Lock, Security],
  ['sessions', Monitor, Sessions],
  ['privacy', Shield, Privacy],
  ['notifications', Bell, NotificationSettings],
  ['appearance', Palette, Appearance],
  ['language', Globe, Language],
  ['translation', Languages, TranslationSettings],
  ['data', Database, Data],
  ['about', Info, About],
] as const
/** The last one about the person; the others are about the application. */
const LAST_OF_MINE = 'appearance'

export default function Settings() {
  const both = useRoom()
  const [, , name = ''] = usePath().split('/')
  const known = PAGES.some(([one]) => one === name)
  return (
    <div className={s.panes} data-pane="settings">
      {(both || !known) && <Contents chosen={both && !known ? 'account' : name} />}
      {(both || known) && (
        <div className={s.page}>
          <Switch>
            {PAGES.map(([one, , Content]) => (
              <Route key={one} path={`/settings/${one}`}>
                <Page title={t(`settings.${one}`)} back={both ? false : '/settings'} wide>
                  <div className={one === 'appearance' ? undefined : s.narrow}>
                    <Content />
                  </div>
                </Page>
              </Route>
            ))}
            <Route path="*">
              <Page title={t('settings.account')} back={false} wide>
                <div className={s.narrow}>
                  <Account />
                </div>
              </Page>
            </Route>
          </Switch>
        </div>
      )}
    </div>
  )
}

/** Whether the list and a page fit beside each other; settings.module.css has the same width. */
function useRoom(): boolean {
  const [query] = useState(() => matchMedia('(min-width: 926px)'))
  return useSyncExternalStore(
    told => {
      query.addEventListener('change', told)
      return () => query.removeEventListener('change', told)
    },
    () => query.matches,
  )
}

function Contents({ chosen }: { chosen: string }) {
  return (
    <nav className={s.contents} aria-label={t('settings.title')}>
      <Head title={t('settings.title')} back="/" />
      <OwnCard />
      <ul className={navClass}>
        {PAGES.map(([name, Icon]) => (
          <li key={name} className={name === LAST_OF_MINE ? s.last : undefined}>
            <Link to={`/settings/${name}`} aria-current={name === chosen ? 'page' : undefined}>
              <Icon aria-hidden />
              {t(`settings.${name}`)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** Who is signed in: name, username, languages. */
function OwnCard() {
  const me = useStore(state => state.me)
  if (!me) return null
  return (
    <Link to="/settings/account" className={s.own}>
      <Avatar id={me.id} name={me.display_name} picture={me.avatar?.small} size={48} />
      <span className={s.ownText}>
        <strong>
          <bdi>{me.display_name}</bdi>
        </strong>
        <small>
          <bdi>@{me.username}</bdi>
          <ExchangeChip of={me} />
        </small>
      </span>
    </Link>
  )
}
