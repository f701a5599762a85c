// The privacy settings say what others may know about a person, and how others may reach them.
import { t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import type { Privacy as Choices } from '@/protocol/types'
import * as server from '@/server/account'
import { Choice } from '@/ui/choice/Choice'
import { Waiting } from '@/ui/empty-state/EmptyState'
import { Stack } from '@/ui/layout/Layout'
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
    <Choice
      label={label}
      value={chosen[name]}
      options={audience}
      onChange={next => set({ [name]: next } as Partial<Choices>)}
    />
  )
  return (
    <Stack>
      {named('online', t('privacy.online'))}
      {named('last_seen', t('privacy.seen'))}
      {named('find', t('privacy.find'))}
      <Choice
        list
        label={t('privacy.dm')}
        value={chosen.dm_from ?? 'usual'}
        options={[
          ['usual', t('privacy.usual')],
          ['everyone', t('privacy.everyone')],
          ['requests', t('privacy.requests')],
          ['friends', t('privacy.friends')],
        ]}
        onChange={next => set({ dm_from: next === 'usual' ? null : next })}
      />
      <Choice
        list
        label={t('privacy.add')}
        value={chosen.add}
        options={[
          ['everyone', t('privacy.everyone')],
          ['acquaintances', t('privacy.acquaintances')],
          ['nobody', t('privacy.nobody')],
        ]}
        onChange={next => set({ add: next })}
      />
      <div>
        <Switch label={t('privacy.receipts')} checked={chosen.receipts} onChange={receipts => set({ receipts })} />
        <Switch label={t('privacy.typing')} checked={chosen.typing} onChange={typing => set({ typing })} />
        <Switch label={t('privacy.email')} checked={chosen.hide_email} onChange={hide_email => set({ hide_email })} />
      </div>
    </Stack>
  )
}
