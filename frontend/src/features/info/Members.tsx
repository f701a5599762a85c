// This list shows the members of a group, and what may be done about each.
import { useInfiniteQuery } from '@tanstack/react-query'
import { EllipsisVertical } from 'lucide-react'
import { useEffect, useState } from 'react'
import { t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import { Link } from '@/lib/router'
import type { MemberItem, Role } from '@/protocol/types'
import * as server from '@/server/groups'
import { withUsers } from '@/store/apply'
import type { ChatEntry } from '@/store/state'
import { change, useStore } from '@/store/store'
import { Confirm } from '@/ui/dialog/Dialog'
import { Waiting } from '@/ui/empty-state/EmptyState'
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
  useEffect(() => {
    const users = query.data?.pages.flatMap(page => page.items.map(({ user }) => user)) ?? []
    change(state => withUsers(state, users))
  }, [query.data])
  return (
    <>
      <Section title={t('chat.members', { n: chat.member_count })} />
      <Waiting of={query} fault={faultText} />
      <ul>
        {items.map(item => (
          <Member
            key={item.user.id}
            chat={chat}
            item={item}
            mine={item.user.id === me}
            refresh={() => void query.refetch()}
          />
        ))}
      </ul>
      <More of={query} />
    </>
  )
}

function Member({
  chat,
  item,
  mine,
  refresh,
}: {
  chat: ChatEntry
  item: MemberItem
  mine: boolean
  refresh: () => void
}) {
  const { user, role } = item
  const run = (work: Promise<unknown>) => () => void work.then(refresh, fault => toast(faultText(fault)))
  const [banning, setBanning] = useState(false)
  const items: Item[] = []
  const above = !mine && RANK[chat.me.role] > RANK[role]
  if (chat.me.role === 'owner' && !mine) {
    const roles: [Role, string][] = [
      ['admin', t('info.makeAdmin')],
      ['member', t('info.makeMember')],
      ['owner', t('info.makeOwner')],
    ]
    for (const [next, text] of roles)
      if (next !== role) items.push({ text, run: () => run(server.setRole(chat.id, user.id, next))() })
  }
  if (above) {
    items.push({ text: t('info.remove'), danger: true, run: () => run(server.expel(chat.id, user.id))() })
    items.push({ text: t('admission.ban'), danger: true, stays: true, run: () => setBanning(true) })
  }
  return (
    <Line>
      <Link to={`/u/${user.username}`} className={personClass}>
        <PersonText user={user} under={role === 'member' ? undefined : t(`role.${role}`)} />
      </Link>
      {items.length > 0 && (
        <MenuButton
          label={`${t('app.more')}: ${user.display_name}`}
          icon={<EllipsisVertical size={20} />}
          items={items}
        />
      )}
      {banning && (
        <Confirm
          title={t('admission.ban')}
          text={t('admission.banText', { name: user.display_name })}
          action={t('admission.ban')}
          onClose={() => setBanning(false)}
          onConfirm={() => run(server.ban(chat.id, user.id))()}
        />
      )}
    </Line>
  )
}
