// For administrators: numbers, people, reports, the audit log. Messages are not among it.

import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { Navigate, Route, Routes, useNavigate, useParams } from 'react-router'
import { formatBytes, formatMoment, formatNumber, t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import { api, ask } from '@/protocol/http'
import { useStore } from '@/store/store'
import { Button, Field, Tabs } from '@/ui/controls'
import { Facts, Line, Notice, Page, personClass, Stack, Waiting } from '@/ui/layout'
import ui from '@/ui/page.module.css'
import { toast } from '@/ui/Toasts'
import { Reports } from './Reports'

const TABS = ['overview', 'users', 'reports', 'audit'] as const
type Tab = (typeof TABS)[number]

export default function Admin() {
  const admin = useStore(state => state.me?.is_admin === true)
  if (!admin) return <Notice title={t('app.lost')} text={t('app.lostText')} />
  return (
    <Routes>
      <Route path=":tab" element={<Console />} />
      <Route path="*" element={<Navigate to="/admin/overview" replace />} />
    </Routes>
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
      {now === 'audit' && <Audit />}
    </Page>
  )
}

function Overview() {
  const query = useQuery({
    queryKey: ['admin', 'overview'],
    queryFn: () => ask(api.GET('/api/v1/admin/overview')),
    refetchInterval: 10_000,
  })
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

function People() {
  const [typed, setTyped] = useState('')
  const q = useDeferredValue(typed.trim())
  const query = useInfiniteQuery({
    queryKey: ['admin', 'users', q],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      ask(api.GET('/api/v1/admin/users', { params: { query: { q: q || undefined, cursor: pageParam, limit: 50 } } })),
    getNextPageParam: page => page.next ?? undefined,
  })
  const run = (work: Promise<unknown>) =>
    void work.then(
      () => query.refetch(),
      fault => toast(faultText(fault)),
    )
  const person = (id: string) => ({ params: { path: { user_id: id } } })
  return (
    <>
      <Stack>
        <Field label={t('admin.search')} type="search" value={typed} onChange={event => setTyped(event.target.value)} />
      </Stack>
      <Waiting of={query} fault={faultText} />
      <ul>
        {query.data?.pages
          .flatMap(page => page.items)
          .map(user => (
            <Line key={user.id}>
              <span className={personClass}>
                <span className={ui.personText}>
                  <strong dir="auto">{user.display_name}</strong>
                  <small>
                    <bdi>@{user.username}</bdi>
                    {user.suspended_at && ` · ${t('admin.suspended')}`}
                    {user.is_admin && ` · ${t('role.admin')}`}
                  </small>
                </span>
              </span>
              <Button
                kind="quiet"
                onClick={() => run(ask(api.POST('/api/v1/admin/users/{user_id}/end-sessions', person(user.id))))}
              >
                {t('admin.endSessions')}
              </Button>
              {user.suspended_at ? (
                <Button onClick={() => run(ask(api.POST('/api/v1/admin/users/{user_id}/unsuspend', person(user.id))))}>
                  {t('admin.unsuspend')}
                </Button>
              ) : (
                <Suspend id={user.id} run={run} />
              )}
            </Line>
          ))}
      </ul>
      {query.hasNextPage && (
        <Button kind="quiet" onClick={() => void query.fetchNextPage()}>
          {t('app.more')}
        </Button>
      )}
    </>
  )
}

function Suspend({ id, run }: { id: string; run: (work: Promise<unknown>) => void }) {
  const [reason, setReason] = useState<string>()
  if (reason === undefined) return <Button onClick={() => setReason('')}>{t('admin.suspend')}</Button>
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        run(
          ask(
            api.POST('/api/v1/admin/users/{user_id}/suspend', { params: { path: { user_id: id } }, body: { reason } }),
          ),
        )
        setReason(undefined)
      }}
    >
      <Field
        label={t('admin.reason')}
        value={reason}
        required
        autoFocus
        onChange={event => setReason(event.target.value)}
      />
      <Button kind="danger" type="submit">
        {t('admin.suspend')}
      </Button>
    </form>
  )
}

function Audit() {
  const query = useInfiniteQuery({
    queryKey: ['admin', 'audit'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      ask(api.GET('/api/v1/admin/audit', { params: { query: { cursor: pageParam, limit: 100 } } })),
    getNextPageParam: page => page.next ?? undefined,
  })
  return (
    <>
      <Waiting of={query} fault={faultText} />
      <ul>
        {query.data?.pages
          .flatMap(page => page.items)
          .map(item => (
            <Line key={item.id}>
              <span className={personClass}>
                <span className={ui.personText}>
                  <strong dir="ltr">{item.act}</strong>
                  <small>
                    {formatMoment(Date.parse(item.at))} {item.address_prefix && <bdi>{item.address_prefix}</bdi>}{' '}
                    {item.detail && <bdi>{item.detail}</bdi>}
                  </small>
                </span>
              </span>
            </Line>
          ))}
      </ul>
      {query.hasNextPage && (
        <Button kind="quiet" onClick={() => void query.fetchNextPage()}>
          {t('app.more')}
        </Button>
      )}
    </>
  )
}
