// The settings are a list, and a page for each line of it.
import { Bell, Database, Globe, Info, Languages, Lock, Monitor, Palette, Shield, User } from 'lucide-react'
import { t } from '@/i18n'
import { Link, Route, Switch } from '@/lib/router'
import { navClass } from '@/ui/layout/Layout'
import { Page } from '@/ui/page/Page'
import { About } from './About'
import { Account } from './Account'
import { Appearance, Language } from './Appearance'
import { Data } from './Data'
import { NotificationSettings } from './NotificationSettings'
import { Privacy } from './Privacy'
import { Security, Sessions } from './Security'
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

export default function Settings() {
  return (
    <Switch>
      {PAGES.map(([name, , Content]) => (
        <Route key={name} path={`/settings/${name}`}>
          <Page title={t(`settings.${name}`)} back="/settings">
            <Content />
          </Page>
        </Route>
      ))}
      <Route path="*">
        <Contents />
      </Route>
    </Switch>
  )
}

function Contents() {
  return (
    <Page title={t('settings.title')}>
      <ul className={navClass}>
        {PAGES.map(([name, Icon]) => (
          <li key={name}>
            <Link to={`/settings/${name}`}>
              <Icon aria-hidden />
              {t(`settings.${name}`)}
            </Link>
          </li>
        ))}
      </ul>
    </Page>
  )
}
