// This dialog adds people to a group.
import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import * as server from '@/server/groups'
import { people } from '@/server/people'
import { Dialog, DialogButtons } from '@/ui/dialog/Dialog'
import { Field } from '@/ui/field/Field'
import { Line } from '@/ui/layout/Layout'
import { PersonText, personClass } from '@/ui/person/Person'

export function AddPeople({ chatId, onClose, onDone }: { chatId: string; onClose: () => void; onDone: () => void }) {
  const [query, setQuery] = useState('')
  const [fault, setFault] = useState<string>()
  const wanted = useDeferredValue(query.trim())
  const found = useQuery(people(wanted))
  const add = (id: string) =>
    void server.add(chatId, [id]).then(
      () => {
        onDone()
        onClose()
      },
      refused => setFault(faultText(refused)),
    )
  return (
    <Dialog title={t('group.people')} onClose={onClose}>
      <Field
        label={t('group.search')}
        hint={t('group.hint')}
        type="search"
        value={query}
        error={fault}
        onChange={event => setQuery(event.target.value)}
      />
      <ul>
        {found.data?.items.map(user => (
          <Line key={user.id}>
            <button type="button" className={personClass} onClick={() => add(user.id)}>
              <PersonText user={user} />
            </button>
          </Line>
        ))}
      </ul>
      <DialogButtons onClose={onClose}>{null}</DialogButtons>
    </Dialog>
  )
}
