// Adding people to a group, and changing what it is called.
import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import type { ChatEntry } from '@/store/state'
import { Button, Field } from '@/ui/controls'
import { Dialog, DialogButtons } from '@/ui/Dialog'
import { Line, PersonText, personClass, Stack } from '@/ui/layout'
import * as server from './api'

export function AddPeople({ chatId, onClose, onDone }: { chatId: string; onClose: () => void; onDone: () => void }) {
  const [query, setQuery] = useState('')
  const [fault, setFault] = useState<string>()
  const wanted = useDeferredValue(query.trim())
  const found = useQuery({
    queryKey: ['people', wanted],
    enabled: wanted.length >= 2,
    queryFn: () => server.people(wanted),
  })
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

export function EditGroup({ chat, onClose }: { chat: ChatEntry; onClose: () => void }) {
  const [fault, setFault] = useState<string>()
  return (
    <Dialog title={t('info.edit')} onClose={onClose}>
      <form
        onSubmit={event => {
          event.preventDefault()
          const form = new FormData(event.currentTarget)
          const text = (name: string) => String(form.get(name)).trim()
          void server.edit(chat.id, { title: text('title'), description: text('description') || null }).then(
            () => onClose(),
            refused => setFault(faultText(refused)),
          )
        }}
      >
        <Stack>
          <Field
            name="title"
            label={t('group.title')}
            defaultValue={chat.title ?? ''}
            required
            maxLength={100}
            error={fault}
          />
          <Field
            name="description"
            label={t('group.description')}
            defaultValue={chat.description ?? ''}
            maxLength={500}
          />
        </Stack>
        <DialogButtons onClose={onClose}>
          <Button kind="primary" type="submit">
            {t('app.save')}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  )
}
