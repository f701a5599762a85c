// The console is for administrators: it shows numbers, people, reports, the instance itself and the audit log. It never
// shows messages.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Suspense } from 'react'
import { formatBytes, formatMoment, formatNumber, t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import { chunk } from '@/lib/chunk'
import { Redirect, Route, Switch, useNavigate, useParams } from '@/lib/router'
import * as server from '@/server/admin'
import { useStore } from '@/store/store'
import { EmptyState, Waiting } from '@/ui/empty-state/EmptyState'
import { Facts } from '@/ui/facts/Facts'
import { Line } from '@/ui/layout/Layout'
import { More } from '@/ui/more/More'
import { Page } from '@/ui/page/Page'
import { personClass, TwoLines } from '@/ui/person/Person'
import { Tabs } from '@/ui/tabs/Tabs'
import { People } from './People'
import { Reports } from './Reports'

const Person = chunk(() => import('./Person'))
const Instance = chunk(() => import('./Instance'))

const TABS = ['overview', 'users', 'reports', 'instance', 'audit'] as const
type Tab = (typeof TABS)[number]

export default function Admin() {
  const admin = useStore(state => state.me?.is_admin === true)
  if (!admin) return <EmptyState title={t('app.lost')} text={t('app.lostText')} />
  return (
    <Suspense fallback={<EmptyState title={t('app.loading')} />}>
      <Switch>
        <Route path="/admin/users/:userId">
          <Person />
        </Route>
        <Route path="/admin/:tab">
          <Console />
        </Route>
        <Route path="*">
          <Redirect to="/admin/overview" replace />
        </Route>
      </Switch>
    </Suspense>
  )
}

function Console() {
  const navigate = useNavigate()
  const { tab } = useParams()
  const now: Tab = TABS.find(name => name === tab) ?? 'overview'
  return (
    <Page title={t('menu.admin')}>
      <Tabs
        label={t('menu.admin')}
        tabs={TABS.map(name => [name, t(`admin.${name}`)] as const)}
        value={now}
        onChange={next => navigate(`/admin/${next}`)}
      />
      {now === 'overview' && <Overview />}
      {now === 'users' && <People />}
      {now === 'reports' && <Reports />}
      {now === 'instance' && <Instance />}
      {now === 'audit' && <Audit />}
    </Page>
  )
}

function Overview() {
  const query = useQuery(server.overview)
  const found = query.data
  if (!found) return <Waiting of={query} fault={faultText} />
  return (
    <Facts
      tiles
      facts={[
        [t('admin.usersCount'), formatNumber(found.users)],
        [t('admin.active'), formatNumber(found.active_day)],
        [t('admin.suspended'), formatNumber(found.suspended)],
        [t('admin.chats'), formatNumber(found.chats)],
        [t('admin.messages'), formatNumber(found.messages)],
        [t('admin.sockets'), formatNumber(found.connections)],
        [t('admin.storage'), formatBytes(found.database_bytes)],
      ]}
    />
  )
}

function Audit() {
  const query = useInfiniteQuery(server.audit)
  return (
    <>
      <Waiting of={query} fault={faultText} />
      <ul>
        {query.data?.pages
          .flatMap(page => page.items)
          .map(item => (
            <Line key={item.id}>
              <span className={personClass}>
                <TwoLines>
                  <strong dir="ltr">{item.act}</strong>
                  <small>
                    {formatMoment(Date.parse(item.at))} {item.address_prefix && <bdi>{item.address_prefix}</bdi>}{' '}
                    {item.detail && <bdi>{item.detail}</bdi>}
                  </small>
                </TwoLines>
              </span>
            </Line>
          ))}
      </ul>
      <More of={query} />
    </>
  )
}
