// This list shows the members of a group, and what may be done about each.
import { useInfiniteQuery } from '@tanstack/react-query'
import { CircleHelp, EllipsisVertical } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import { Link } from '@/lib/router'
import type { MemberItem, Role } from '@/protocol/types'
import * as server from '@/server/groups'
import { withUsers } from '@/store/apply'
import type { ChatEntry } from '@/store/state'
import { change, useStore } from '@/store/store'
import { sync } from '@/sync/browser/sync'
import { Button } from '@/ui/button/Button'
import { Confirm, Dialog } from '@/ui/dialog/Dialog'
import { Waiting } from '@/ui/empty-state/EmptyState'
import { Facts } from '@/ui/facts/Facts'
import { Line, Section } from '@/ui/layout/Layout'
import { type Item, MenuButton } from '@/ui/menu/Menu'
import { More } from '@/ui/more/More'
import { PersonText, personClass } from '@/ui/person/Person'
import { toast } from '@/ui/toasts/Toasts'

const RANK: Record<Role, number> = { member: 0, admin: 1, owner: 2 }

export function Members({ chat }: { chat: ChatEntry }) {
  const me = useStore(state => state.me?.id)
  const query = useInfiniteQuery(server.members(chat.id))
  const items = query.data?.pages.flatMap(page => page.items) ?? []
  const online = useOnline(items)
  const [explained, setExplained] = useState(false)
  // Who is there comes first; otherwise the order stays.
  const order = [...items].sort((a, b) => Number(online.has(b.user.id)) - Number(online.has(a.user.id)))
  useEffect(() => {
    const users = query.data?.pages.flatMap(page => page.items.map(({ user }) => user)) ?? []
    change(state => withUsers(state, users))
  }, [query.data])
  return (
    <>
      <Section
        title={[t('chat.members', { n: chat.member_count }), online.size > 0 && t('members.online', { n: online.size })]
          .filter(Boolean)
          .join(' · ')}
      />
      <Waiting of={query} fault={faultText} />
      <ul>
        {order.map(item => (
          <Member
            key={item.user.id}
            chat={chat}
            item={item}
            mine={item.user.id === me}
            online={online.has(item.user.id)}
            refresh={() => void query.refetch()}
          />
        ))}
      </ul>
      <More of={query} />
      <Button kind="quiet" onClick={() => setExplained(true)}>
        <CircleHelp aria-hidden />
        {t('roles.title')}
      </Button>
      {explained && <Roles onClose={() => setExplained(false)} />}
    </>
  )
}

/** Who of them is online; it is told while the list is open. */
function useOnline(items: readonly MemberItem[]): ReadonlySet<string> {
  const ids = items.map(({ user }) => user.id).join()
  useEffect(() => {
    sync.presence.watch('members', ids ? ids.split(',') : [])
    return () => sync.presence.watch('members', [])
  }, [ids])
  const there = useStore(state =>
    ids
      .split(',')
      .filter(id => state.presence[id]?.online)
      .join(),
  )
  return useMemo(() => new Set(there ? there.split(',') : []), [there])
}

function Roles({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title={t('roles.title')} onClose={onClose}>
      <Facts
        facts={[
          [t('role.owner'), t('roles.owner')],
          [t('role.admin'), t('roles.admin')],
          [t('role.member'), t('roles.member')],
        ]}
      />
      <Button wide onClick={onClose}>
        {t('app.close')}
      </Button>
    </Dialog>
  )
}

function Member({
  chat,
  item,
  mine,
  online,
  refresh,
}: {
  chat: ChatEntry
  item: MemberItem
  mine: boolean
  online: boolean
  refresh: () => void
}) {
  const { user, role } = item
  const run = (work: Promise<unknown>) => void work.then(refresh, fault => toast(faultText(fault)))
  const me = useStore(state => state.me)
  const [asking, setAsking] = useState<'owner' | 'remove' | 'ban'>()
  const items: Item[] = []
  const above = !mine && RANK[chat.me.role] > RANK[role]
  if (chat.me.role === 'owner' && !mine) {
    const roles: [Role, string][] = [
      ['admin', t('info.makeAdmin')],
      ['member', t('info.makeMember')],
    ]
    for (const [next, text] of roles)
      if (next !== role) items.push({ text, run: () => run(server.setRole(chat.id, user.id, next)) })
    if (role !== 'owner') items.push({ text: t('info.makeOwner'), stays: true, run: () => setAsking('owner') })
  }
  if (above) {
    items.push({ text: t('info.remove'), danger: true, stays: true, run: () => setAsking('remove') })
    items.push({ text: t('admission.ban'), danger: true, stays: true, run: () => setAsking('ban') })
  }
  return (
    <Line>
      <Link to={`/u/${user.username}`} className={personClass}>
        <PersonText
          user={user}
          online={online}
          under={role === 'member' ? undefined : t(`role.${role}`)}
          reader={mine ? undefined : me}
        />
      </Link>
      {items.length > 0 && (
        <MenuButton
          label={`${t('app.more')}: ${user.display_name}`}
          icon={<EllipsisVertical size={20} />}
          items={items}
        />
      )}
      {asking && (
        <Sure
          of={asking}
          name={user.display_name}
          onClose={() => setAsking(undefined)}
          onConfirm={() => {
            if (asking === 'owner') run(server.setRole(chat.id, user.id, 'owner'))
            else run(asking === 'ban' ? server.ban(chat.id, user.id) : server.expel(chat.id, user.id))
          }}
        />
      )}
    </Line>
  )
}

interface SureProps {
  of: 'owner' | 'remove' | 'ban'
  name: string
  onClose: () => void
  onConfirm: () => void
}

/** What cannot be taken back by oneself is asked about. */
function Sure({ of, name, ...answers }: SureProps) {
  const words = {
    owner: [t('info.makeOwner'), t('info.ownerSure', { name })],
    remove: [t('info.remove'), t('info.removeSure', { name })],
    ban: [t('admission.ban'), t('admission.banText', { name })],
  } as const
  const [title, text] = words[of]
  return <Confirm title={title} text={text} action={title} kind={of === 'owner' ? 'primary' : 'danger'} {...answers} />
}
