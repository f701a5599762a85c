// This page says of one account what can be said without looking into any chat.
import { useQuery } from '@tanstack/react-query'
import { formatDate, formatMoment, formatNumber, t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import { useParams } from '@/lib/router'
import * as server from '@/server/admin'
import { useStore } from '@/store/store'
import { Avatar } from '@/ui/avatar/Avatar'
import { Waiting } from '@/ui/empty-state/EmptyState'
import { Facts } from '@/ui/facts/Facts'
import { Hero } from '@/ui/layout/Layout'
import { Page } from '@/ui/page/Page'
import { Acts } from './Acts'
import s from './admin.module.css'
import { Under } from './People'

export default function Person() {
  const { userId = '' } = useParams()
  const me = useStore(state => state.me?.id)
  const query = useQuery(server.user(userId))
  const found = query.data
  return (
    <Page title={found?.user.display_name ?? t('admin.users')} back="/admin/users">
      {!found && <Waiting of={query} fault={faultText} />}
      {found && (
        <>
          <Hero>
            <Avatar id={found.user.id} name={found.user.display_name} size={112} />
            <h2 dir="auto">{found.user.display_name}</h2>
            <p>
              <Under user={found.user} />
            </p>
          </Hero>
          <div className={s.plain}>
            <Facts facts={factsOf(found)} />
          </div>
          {found.user.deleted_at === null && <Acts of={found} self={found.user.id === me} onDone={query.refetch} />}
        </>
      )}
    </Page>
  )
}

function factsOf({ user, suspension, ...of }: server.Detail) {
  const yes = t('admin.yes')
  const email = of.email_verified ? t('admin.proven', { text: yes }) : yes
  return [
    [t('info.joined'), formatDate(Date.parse(user.created_at))],
    [t('identifiers.email'), of.has_email ? email : t('admin.no')],
    [t('identifiers.phone'), of.has_phone ? yes : t('admin.no')],
    [t('second.title'), of.second_factor ? yes : t('admin.no')],
    [t('admin.sessions'), formatNumber(of.sessions)],
    [t('admin.chats'), formatNumber(of.chats)],
    [
      t('admin.suspended'),
      suspension && (
        <>
          {user.suspended_at && formatMoment(Date.parse(user.suspended_at))} <bdi>{suspension.reason}</bdi>
        </>
      ),
    ],
  ] as const
}
