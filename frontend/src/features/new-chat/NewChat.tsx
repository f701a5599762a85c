// This page finds a person to talk with.
import { useState } from 'react'
import { t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import { useNavigate } from '@/lib/router'
import { openDirect } from '@/server/chats'
import { useStore } from '@/store/store'
import { sync } from '@/sync/browser/sync'
import { Wondering } from '@/ui/art/Commas'
import { EmptyState } from '@/ui/empty-state/EmptyState'
import { Field } from '@/ui/field/Field'
import { Line, Stack } from '@/ui/layout/Layout'
import { Page } from '@/ui/page/Page'
import { PersonText, personClass } from '@/ui/person/Person'
import { toast } from '@/ui/toasts/Toasts'
import { usePeople } from './usePeople'

export default function NewChat() {
  const navigate = useNavigate()
  const [query, setQuery] = useState('')
  const { people, busy, searching } = usePeople(query)
  const me = useStore(state => state.me)
  const open = (id: string) =>
    void openDirect(id).then(
      chat => navigate(`/c/${sync.chats.take(chat).id}`),
      fault => toast(faultText(fault)),
    )
  return (
    <Page title={t('menu.newChat')}>
      <Stack>
        <Field
          label={t('group.search')}
          hint={t('group.hint')}
          type="search"
          value={query}
          onChange={event => setQuery(event.target.value)}
          autoFocus
        />
      </Stack>
      {searching && !busy && people.length === 0 && <EmptyState title={t('group.none')} art={<Wondering />} />}
      <ul>
        {people.map(user => (
          <Line key={user.id}>
            <button type="button" className={personClass} onClick={() => open(user.id)}>
              <PersonText user={user} reader={me} />
            </button>
          </Line>
        ))}
      </ul>
    </Page>
  )
}
