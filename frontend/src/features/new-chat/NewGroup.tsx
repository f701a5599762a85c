// This page makes a group: who is in it, what it is called, who may find it.
import { useState } from 'react'
import { t } from '@/i18n'
import { faultText, fieldText } from '@/i18n/fault'
import { useNavigate } from '@/lib/router'
import { asProblem, type Problem } from '@/protocol/problem'
import type { UserCard } from '@/protocol/types'
import { createGroup } from '@/server/groups'
import { sync } from '@/sync/browser/sync'
import { Button } from '@/ui/button/Button'
import { Field } from '@/ui/field/Field'
import { Line, Stack } from '@/ui/layout/Layout'
import { Page } from '@/ui/page/Page'
import { PersonText, personClass } from '@/ui/person/Person'
import { Switch } from '@/ui/switch/Switch'
import { usePeople } from './usePeople'

export default function NewGroup() {
  const navigate = useNavigate()
  const [chosen, setChosen] = useState<readonly UserCard[]>([])
  const [query, setQuery] = useState('')
  const [open, setOpen] = useState(false)
  const [history, setHistory] = useState(true)
  const [problem, setProblem] = useState<Problem>()
  const [busy, setBusy] = useState(false)
  const { people } = usePeople(query)
  const shown = [...chosen, ...people.filter(user => !chosen.some(({ id }) => id === user.id))]
  const toggle = (user: UserCard) =>
    setChosen(now => (now.some(({ id }) => id === user.id) ? now.filter(({ id }) => id !== user.id) : [...now, user]))
  const create = async (title: string, description: string) => {
    setBusy(true)
    setProblem(undefined)
    try {
      const chat = await createGroup({
        title,
        description: description || null,
        visibility: open ? 'public' : 'private',
        history: history ? 'all' : 'since_join',
        member_ids: chosen.map(({ id }) => id),
      })
      navigate(`/c/${sync.chats.take(chat).id}`)
    } catch (fault) {
      setProblem(asProblem(fault))
      setBusy(false)
    }
  }
  return (
    <Page title={t('menu.newGroup')}>
      <form
        onSubmit={event => {
          event.preventDefault()
          const form = new FormData(event.currentTarget)
          void create(String(form.get('title')).trim(), String(form.get('description')).trim())
        }}
      >
        <Stack>
          <Field
            name="title"
            label={t('group.title')}
            required
            maxLength={100}
            error={problem && (fieldText(problem, '/title') ?? faultText(problem))}
          />
          <Field name="description" label={t('group.description')} maxLength={500} />
          <div>
            <Switch label={t('group.public')} checked={open} onChange={setOpen} />
            <Switch label={t('group.history')} checked={history} onChange={setHistory} />
          </div>
          <Field
            label={t('group.search')}
            type="search"
            value={query}
            onChange={event => setQuery(event.target.value)}
            hint={t('group.chosen', { n: chosen.length })}
          />
          <Candidates people={shown} chosen={chosen} onToggle={toggle} />
          <Button kind="primary" wide type="submit" busy={busy}>
            {t('group.create')}
          </Button>
        </Stack>
      </form>
    </Page>
  )
}

interface CandidatesProps {
  people: readonly UserCard[]
  chosen: readonly UserCard[]
  onToggle: (user: UserCard) => void
}

function Candidates({ people, chosen, onToggle }: CandidatesProps) {
  return (
    <ul>
      {people.map(user => (
        <Line key={user.id}>
          <label className={personClass}>
            <input type="checkbox" checked={chosen.some(({ id }) => id === user.id)} onChange={() => onToggle(user)} />
            <PersonText user={user} />
          </label>
        </Line>
      ))}
    </ul>
  )
}
