// This page lists the notifications of a person.
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Bell, X } from 'lucide-react'
import { useEffect } from 'react'
import { formatShort, knows, t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import { NOTIFICATION_KINDS } from '@/lib/notifications'
import { Link, useNavigate } from '@/lib/router'
import type { Notification as Item } from '@/protocol/types'
import { join as joinGroup } from '@/server/chats'
import { keys } from '@/server/keys'
import * as server from '@/server/notifications'
import { useStore } from '@/store/store'
import { sync } from '@/sync/browser/sync'
import { Avatar } from '@/ui/avatar/Avatar'
import { Button } from '@/ui/button/Button'
import { Dot } from '@/ui/count/Count'
import { EmptyState, Waiting } from '@/ui/empty-state/EmptyState'
import { IconButton } from '@/ui/icon-button/IconButton'
import { Line } from '@/ui/layout/Layout'
import { More } from '@/ui/more/More'
import { Page } from '@/ui/page/Page'
import { personClass, TwoLines } from '@/ui/person/Person'
import { toast } from '@/ui/toasts/Toasts'

export default function Notifications() {
  const client = useQueryClient()
  const query = useInfiniteQuery(server.notifications)
  const items = query.data?.pages.flatMap(page => page.items) ?? []
  const unread = items.some(item => item.read_at === null)
  const readAll = () =>
    void server.readAll().then(
      () => client.invalidateQueries({ queryKey: keys.notifications }),
      fault => toast(faultText(fault)),
    )
  const remove = (id: string) =>
    void server.remove(id).then(
      () => client.invalidateQueries({ queryKey: keys.notifications }),
      fault => toast(faultText(fault)),
    )
  return (
    <Page
      title={t('notifications.title')}
      actions={
        unread && (
          <Button kind="quiet" onClick={readAll}>
            {t('notifications.readAll')}
          </Button>
        )
      }
    >
      <Waiting of={query} fault={faultText} />
      {query.data && items.length === 0 && <EmptyState title={t('notifications.empty')} />}
      <ul>
        {items.map(item => (
          <One key={item.id} item={item} onRemove={() => remove(item.id)} />
        ))}
      </ul>
      <More of={query} />
    </Page>
  )
}

function One({ item, onRemove }: { item: Item; onRemove: () => void }) {
  const navigate = useNavigate()
  const actor = useStore(state => (item.actor_id ? state.users[item.actor_id] : undefined))
  useEffect(() => sync.people.need([item.actor_id ?? '']), [item.actor_id])
  const kind = NOTIFICATION_KINDS.find(known => known === item.kind)
  const told = `event.${item.event}`
  const text = knows(told)
    ? t(told)
    : kind
      ? t(`notifications.${kind}`, { name: actor?.display_name ?? '…', event: (item.event ?? '').replaceAll('_', ' ') })
      : t('notifications.system')
  const join = (chatId: string) =>
    void joinGroup(chatId).then(
      () => navigate(`/c/${chatId}`),
      fault => toast(faultText(fault)),
    )
  const invitedTo = kind === 'group_invitation' ? item.chat_id : undefined
  const path =
    item.chat_id && !invitedTo
      ? `/c/${item.chat_id}`
      : kind === 'friend_request'
        ? '/friends'
        : kind === 'security'
          ? '/settings/sessions'
          : actor
            ? `/u/${actor.username}`
            : '/notifications'
  return (
    <Line>
      <Link to={path} className={personClass}>
        {actor ? (
          <Avatar id={actor.id} name={actor.display_name} picture={actor.avatar?.small} size={40} />
        ) : (
          <Bell aria-hidden />
        )}
        <TwoLines>
          <span dir="auto">{text}</span>
          {invitedTo && item.preview && <bdi>{item.preview}</bdi>}
          <small>{formatShort(Date.parse(item.created_at), Date.now())}</small>
        </TwoLines>
        {item.read_at === null && <Dot label={t('list.unread')} />}
      </Link>
      {invitedTo && <Button onClick={() => join(invitedTo)}>{t('explore.join')}</Button>}
      <IconButton label={t('notifications.remove')} onClick={onRemove}>
        <X size={20} />
      </IconButton>
    </Line>
  )
}
