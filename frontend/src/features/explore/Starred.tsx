// This page lists the starred messages of all chats.

import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { formatShort, t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import { plain } from '@/lib/markup/plain'
import { Link } from '@/lib/router'
import { starred } from '@/server/messages'
import { useStore } from '@/store/store'
import { sync } from '@/sync/browser/sync'
import { EmptyState, Waiting } from '@/ui/empty-state/EmptyState'
import { Line } from '@/ui/layout/Layout'
import { Page } from '@/ui/page/Page'
import { personClass, TwoLines } from '@/ui/person/Person'

export default function Starred() {
  const users = useStore(state => state.users)
  const me = useStore(state => state.me?.id)
  const query = useQuery(starred)
  const items = query.data?.items ?? []
  useEffect(() => sync.people.need(query.data?.items.map(message => message.author_id) ?? []), [query.data])
  return (
    <Page title={t('menu.starred')}>
      <Waiting of={query} fault={faultText} />
      {query.data && items.length === 0 && <EmptyState title={t('starred.empty')} />}
      <ul>
        {items.map(message => (
          <Line key={`${message.chat_id}/${message.seq}`}>
            <Link to={`/c/${message.chat_id}/m/${message.seq}`} className={personClass}>
              <TwoLines>
                <strong dir="auto">
                  {message.author_id === me ? t('message.me') : (users[message.author_id]?.display_name ?? '…')}
                </strong>
                <span dir="auto">{plain(message.text ?? '', true)}</span>
                <small>{formatShort(Date.parse(message.created_at), Date.now())}</small>
              </TwoLines>
            </Link>
          </Line>
        ))}
      </ul>
    </Page>
  )
}
