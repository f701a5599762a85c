// What has happened that concerns me.
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Bell, X } from 'lucide-react'
import { useEffect } from 'react'
import { Link, useNavigate } from 'react-router'
import { formatShort, knows, t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import { NOTICE_KINDS } from '@/lib/notices'
import type { Notice as Item } from '@/protocol/types'
import { join as joinGroup } from '@/server/chats'
import { keys } from '@/server/keys'
import * as server from '@/server/notices'
import { useStore } from '@/store/store'
import { sync } from '@/sync/browser/sync'
import { Avatar } from '@/ui/avatar/Avatar'
import { Button } from '@/ui/button/Button'
import { Dot } from '@/ui/count/Count'
import { IconButton } from '@/ui/icon-button/IconButton'
import { Line } from '@/ui/layout/Layout'
import { More } from '@/ui/more/More'
import { Notice, Waiting } from '@/ui/notice/Notice'
import { Page } from '@/ui/page/Page'
import { personClass, TwoLines } from '@/ui/person/Person'
import { toast } from '@/ui/toasts/Toasts'

export default function Notices() {
  const client = useQueryClient()
  const query = useInfiniteQuery(server.notices)
  const items = query.data?.pages.flatMap(page => page.items) ?? []
  const unread = items.some(item => item.read_at === null)
  const readAll = () =>
    void server.readAll().then(
      () => client.invalidateQueries({ queryKey: keys.notices }),
      fault => toast(faultText(fault)),
    )
  const remove = (id: string) =>
    void server.remove(id).then(
      () => client.invalidateQueries({ queryKey: keys.notices }),
      fault => toast(faultText(fault)),
    )
  return (
    <Page
      title={t('notices.title')}
      actions={
        unread && (
          <Button kind="quiet" onClick={readAll}>
            {t('notices.readAll')}
          </Button>
        )
      }
    >
      <Waiting of={query} fault={faultText} />
      {query.data && items.length === 0 && <Notice title={t('notices.empty')} />}
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
  const kind = NOTICE_KINDS.find(known => known === item.kind)
  const told = `event.${item.event}`
  const text = knows(told)
    ? t(told)
    : kind
      ? t(`notices.${kind}`, { name: actor?.display_name ?? '…', event: (item.event ?? '').replaceAll('_', ' ') })
      : t('notices.system')
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
      <IconButton label={t('notices.remove')} onClick={onRemove}>
        <X size={20} />
      </IconButton>
    </Line>
  )
}
