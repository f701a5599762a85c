// This page finds public groups, which anyone may join.
import { useInfiniteQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { formatList, languageName, t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import { useNavigate } from '@/lib/router'
import { join as joinGroup } from '@/server/chats'
import * as server from '@/server/groups'
import { sync } from '@/sync/browser/sync'
import { Wondering } from '@/ui/art/Commas'
import { Avatar } from '@/ui/avatar/Avatar'
import { Button } from '@/ui/button/Button'
import { EmptyState, Waiting } from '@/ui/empty-state/EmptyState'
import { Field } from '@/ui/field/Field'
import { Line, Stack } from '@/ui/layout/Layout'
import { More } from '@/ui/more/More'
import { Page } from '@/ui/page/Page'
import { personClass, TwoLines } from '@/ui/person/Person'
import { toast } from '@/ui/toasts/Toasts'

export default function Explore() {
  const navigate = useNavigate()
  const [typed, setTyped] = useState('')
  const q = useDeferredValue(typed.trim())
  const query = useInfiniteQuery(server.publicGroups(q))
  const groups = query.data?.pages.flatMap(page => page.items) ?? []
  const join = (id: string) =>
    void joinGroup(id).then(
      chat => navigate(`/c/${sync.chats.take(chat).id}`),
      fault => toast(faultText(fault)),
    )
  return (
    <Page title={t('menu.explore')}>
      <Stack>
        <Field
          label={t('explore.search')}
          type="search"
          value={typed}
          onChange={event => setTyped(event.target.value)}
        />
      </Stack>
      <Waiting of={query} fault={faultText} />
      {query.data && groups.length === 0 && <EmptyState title={t('explore.none')} art={<Wondering />} />}
      <ul>
        {groups.map(group => (
          <Line key={group.id}>
            <span className={personClass}>
              <Avatar id={group.id} name={group.title ?? ''} picture={group.avatar?.small} size={54} />
              <TwoLines>
                <strong dir="auto">{group.title}</strong>
                <small dir="auto">{group.description}</small>
                <small>
                  {[t('chat.members', { n: group.member_count }), formatList(group.languages.map(languageName))]
                    .filter(Boolean)
                    .join(' · ')}
                </small>
              </TwoLines>
            </span>
            <Button kind="primary" onClick={() => join(group.id)}>
              {t('explore.join')}
            </Button>
          </Line>
        ))}
      </ul>
      <More of={query} />
    </Page>
  )
}
