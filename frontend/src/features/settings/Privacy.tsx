// What others may know and do, and how one hears of things.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import type { Privacy as Choices, NoticeSettings } from '@/protocol/types'
import * as server from '@/server/account'
import * as notices from '@/server/notices'
import { Stack } from '@/ui/layout/Layout'
import { Waiting } from '@/ui/notice/Notice'
import { Select } from '@/ui/select/Select'
import { Switch } from '@/ui/switch/Switch'
import { toast } from '@/ui/toasts/Toasts'

const PushHere = lazy(() => import('./PushHere'))
const Quiet = lazy(() => import('./Quiet'))

/** A page of choices that is stored as a whole, shown at once and taken back if it is refused. */
function useChoices<T>(of: { queryKey: readonly string[]; queryFn: () => Promise<T> }, store: (next: T) => Promise<T>) {
  const client = useQueryClient()
  const query = useQuery(of)
  const set = (more: Partial<T>) => {
    const before = query.data
    if (!before) return
    const next = { ...before, ...more }
    client.setQueryData(of.queryKey, next)
    store(next).then(
      stored => client.setQueryData(of.queryKey, stored),
      fault => {
        client.setQueryData(of.queryKey, before)
        toast(faultText(fault))
      },
    )
  }
  return { query, set }
}

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

export function Notifications() {
  const { query, set } = useChoices<NoticeSettings>(notices.settings, notices.setSettings)
  const chosen = query.data
  if (!chosen) return <Waiting of={query} fault={faultText} />
  return (
    <Stack>
      <div>
        <Switch
          label={t('noticeset.push')}
          checked={chosen.push_enabled}
          onChange={push_enabled => set({ push_enabled })}
        />
        <Switch
          label={t('noticeset.content')}
          checked={chosen.push_content}
          onChange={push_content => set({ push_content })}
        />
        <Switch label={t('noticeset.sound')} checked={chosen.sound} onChange={sound => set({ sound })} />
      </div>
      <Suspense fallback={null}>
        <Quiet value={chosen.quiet_hours} onChange={quiet_hours => set({ quiet_hours })} />
        <PushHere />
      </Suspense>
    </Stack>
  )
}
