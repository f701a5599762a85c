// This list has the accounts of the instance, newest first; each leads to what can be done about it.
import { useInfiniteQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import { Link } from '@/lib/router'
import * as server from '@/server/admin'
import { EmptyState, Waiting } from '@/ui/empty-state/EmptyState'
import { Field } from '@/ui/field/Field'
import { Line, Stack } from '@/ui/layout/Layout'
import { More } from '@/ui/more/More'
import { PersonText, personClass } from '@/ui/person/Person'

export function People() {
  const [typed, setTyped] = useState('')
  const q = useDeferredValue(typed.trim())
  const query = useInfiniteQuery(server.users(q))
  const found = query.data?.pages.flatMap(page => page.items)
  return (
    <>
      <Stack>
        <Field
          label={t('admin.search')}
          type="search"
          maxLength={64}
          value={typed}
          onChange={event => setTyped(event.target.value)}
        />
      </Stack>
      <Waiting of={query} fault={faultText} />
      {found?.length === 0 && <EmptyState title={t('admin.noPeople')} />}
      <ul>
        {found?.map(user => (
          <Line key={user.id}>
            <Link className={personClass} to={`/admin/users/${user.id}`}>
              <PersonText user={user} under={<Under user={user} />} />
            </Link>
          </Line>
        ))}
      </ul>
      <More of={query} />
    </>
  )
}

export function Under({ user }: { user: server.User }) {
  return (
    <>
      {user.deleted_at === null && <bdi>@{user.username}</bdi>}
      {user.deleted_at !== null && t('admin.deleted')}
      {user.suspended_at && ` · ${t('admin.suspended')}`}
      {user.is_admin && ` · ${t('role.admin')}`}
    </>
  )
}
