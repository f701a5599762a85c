// The privacy settings say what others may know about a person, and how others may reach them.
import { t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import type { Privacy as Choices } from '@/protocol/types'
import * as server from '@/server/account'
import { Waiting } from '@/ui/empty-state/EmptyState'
import { Stack } from '@/ui/layout/Layout'
import { Select } from '@/ui/select/Select'
import { Switch } from '@/ui/switch/Switch'
import { useChoices } from './useChoices'

export function Privacy() {
  const { query, set } = useChoices<Choices>(server.privacy, server.setPrivacy)
  const chosen = query.data
  if (!chosen) return <Waiting of={query} fault={faultText} />
  const audience = [
    ['everyone', t('privacy.everyone')],
    ['friends', t('privacy.friends')],
    ['nobody', t('privacy.nobody')],
  ] as const
  const named = <K extends 'online' | 'last_seen' | 'find'>(name: K, label: string) => (
    <Select
      label={label}
      value={chosen[name]}
      options={audience}
      onChange={event => set({ [name]: event.target.value } as Partial<Choices>)}
    />
  )
  return (
    <Stack>
      {named('online', t('privacy.online'))}
      {named('last_seen', t('privacy.seen'))}
      {named('find', t('privacy.find'))}
      <Select
        label={t('privacy.dm')}
        value={chosen.dm_from ?? ''}
        options={[
          ['', t('privacy.usual')],
          ['everyone', t('privacy.everyone')],
          ['requests', t('privacy.requests')],
          ['friends', t('privacy.friends')],
        ]}
        onChange={event => set({ dm_from: (event.target.value || null) as Choices['dm_from'] })}
      />
      <Select
        label={t('privacy.add')}
        value={chosen.add}
        options={[
          ['everyone', t('privacy.everyone')],
          ['acquaintances', t('privacy.acquaintances')],
          ['nobody', t('privacy.nobody')],
        ]}
        onChange={event => set({ add: event.target.value as Choices['add'] })}
      />
      <div>
        <Switch label={t('privacy.receipts')} checked={chosen.receipts} onChange={receipts => set({ receipts })} />
        <Switch label={t('privacy.typing')} checked={chosen.typing} onChange={typing => set({ typing })} />
        <Switch label={t('privacy.email')} checked={chosen.hide_email} onChange={hide_email => set({ hide_email })} />
      </div>
    </Stack>
  )
}
