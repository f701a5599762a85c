// This page lists friends, friend requests, and the people a person has blocked.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { formatShort, t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import { Link } from '@/lib/router'
import type { Friend as FriendItem } from '@/protocol/types'
import * as server from '@/server/friends'
import { keys } from '@/server/keys'
import * as people from '@/server/people'
import { useStore } from '@/store/store'
import { sync } from '@/sync/browser/sync'
import { Button } from '@/ui/button/Button'
import { EmptyState, Waiting } from '@/ui/empty-state/EmptyState'
import { Field } from '@/ui/field/Field'
import { Line, Stack, WithButton } from '@/ui/layout/Layout'
import { Page } from '@/ui/page/Page'
import { PersonText, personClass } from '@/ui/person/Person'
import { Tabs } from '@/ui/tabs/Tabs'
import { toast } from '@/ui/toasts/Toasts'

type Tab = 'friends' | 'incoming' | 'outgoing' | 'blocked'

export default function Friends() {
  const client = useQueryClient()
  const [tab, setTab] = useState<Tab>('friends')
  const incoming = useQuery(server.friendRequests('incoming'))
  const tabs: [Tab, string, number?][] = [
    ['friends', t('friends.title')],
    ['incoming', t('friends.incoming'), incoming.data?.items.length],
    ['outgoing', t('friends.sent')],
    ['blocked', t('friends.blocked')],
  ]
  const run = (work: Promise<unknown>, done?: string) =>
    void work.then(
      () => {
        if (done) toast(done)
        for (const queryKey of [keys.friends, keys.friendRequests, keys.blocks])
          void client.invalidateQueries({ queryKey })
      },
      fault => toast(faultText(fault)),
    )
  return (
    <Page title={t('friends.title')}>
      <Tabs label={t('friends.title')} tabs={tabs} value={tab} onChange={setTab} />
      {tab === 'friends' && <FriendList run={run} />}
      {tab === 'incoming' && <Requests query={incoming} incoming run={run} />}
      {tab === 'outgoing' && <Sent run={run} />}
      {tab === 'blocked' && <Blocked run={run} />}
    </Page>
  )
}

/** No username holds these. */
const isContact = (typed: string) => typed.includes('@') || typed.startsWith('+')

type Run = (work: Promise<unknown>, done?: string) => void

function FriendList({ run }: { run: Run }) {
  const query = useQuery(server.friends)
  const [name, setName] = useState('')
  const ids = query.data?.items.map(({ user }) => user.id).join() ?? ''
  useEffect(() => {
    sync.presence.watch('friends', ids ? ids.split(',') : [])
    return () => sync.presence.watch('friends', [])
  }, [ids])
  return (
    <>
      <form
        onSubmit={event => {
          event.preventDefault()
          const typed = name.trim().replace(/^@/, '')
          if (typed)
            run(server.befriend(isContact(typed) ? { contact: typed } : { username: typed }), t('friends.asked'))
          setName('')
        }}
      >
        <Stack>
          <WithButton>
            <Field
              label={t('friends.add')}
              value={name}
              onChange={event => setName(event.target.value)}
              autoCapitalize="none"
              spellCheck={false}
              dir="ltr"
            />
            <Button kind="primary" type="submit" disabled={name.trim() === ''}>
              {t('friends.addButton')}
            </Button>
          </WithButton>
        </Stack>
      </form>
      <Waiting of={query} fault={faultText} />
      {query.data?.items.length === 0 && <EmptyState title={t('friends.empty')} />}
      <ul>
        {query.data?.items.map(friend => (
          <Friend key={friend.user.id} friend={friend} />
        ))}
      </ul>
    </>
  )
}

/** Whether they are online is told by the socket; what the answer said holds until then. */
function Friend({ friend: { user, online, last_seen } }: { friend: FriendItem }) {
  const told = useStore(state => state.presence[user.id])
  const me = useStore(state => state.me)
  const now = told?.online ?? online
  const seen = told?.lastSeen ?? last_seen
  return (
    <Line>
      <Link to={`/u/${user.username}`} className={personClass}>
        <PersonText
          user={user}
          online={now}
          reader={me}
          under={
            now
              ? t('chat.online')
              : seen
                ? t('chat.seen', { time: formatShort(Date.parse(seen), Date.now()) })
                : undefined
          }
        />
      </Link>
    </Line>
  )
}

interface RequestsProps {
  query: {
    isPending: boolean
    error: unknown
    refetch: () => unknown
    data?: server.FriendRequests
  }
  incoming?: boolean
  run: Run
}
function Requests({ query, incoming, run }: RequestsProps) {
  const me = useStore(state => state.me)
  return (
    <>
      <Waiting of={query} fault={faultText} />
      {query.data?.items.length === 0 && <EmptyState title={t('list.none')} />}
      <ul>
        {query.data?.items.map(({ id, user, contact }) => (
          <Line key={id}>
            {user ? (
              <Link to={`/u/${user.username}`} className={personClass}>
                <PersonText user={user} reader={me} />
              </Link>
            ) : (
              <span className={personClass} dir="auto">
                {contact}
              </span>
            )}
            {incoming ? (
              <>
                <Button kind="primary" onClick={() => run(server.accept(id))}>
                  {t('chat.accept')}
                </Button>
                <Button onClick={() => run(server.decline(id))}>{t('chat.decline')}</Button>
              </>
            ) : (
              <Button onClick={() => run(server.cancel(id))}>{t('friends.cancel')}</Button>
            )}
          </Line>
        ))}
      </ul>
    </>
  )
}

function Sent({ run }: { run: Run }) {
  const query = useQuery(server.friendRequests('outgoing'))
  return <Requests query={query} run={run} />
}

function Blocked({ run }: { run: Run }) {
  const query = useQuery(people.blocks)
  return (
    <>
      <Waiting of={query} fault={faultText} />
      {query.data?.items.length === 0 && <EmptyState title={t('list.none')} />}
      <ul>
        {query.data?.items.map(({ user }) => (
          <Line key={user.id}>
            <span className={personClass}>
              <PersonText user={user} />
            </span>
            <Button onClick={() => run(people.unblock(user.id))}>{t('info.unblock')}</Button>
          </Line>
        ))}
      </ul>
    </>
  )
}
