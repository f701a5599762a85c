// The notification settings say what a person is told of, by push and by sound, and when nothing rings.
import { overlayWords, t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import { chunk } from '@/lib/chunk'
import { ring } from '@/lib/sound'
import type { NotificationSettings as Choices } from '@/protocol/types'
import * as server from '@/server/notifications'
import { preferences } from '@/store/preferences'
import { Waiting } from '@/ui/empty-state/EmptyState'
import { Later } from '@/ui/later/Later'
import { Stack } from '@/ui/layout/Layout'
import { Switch } from '@/ui/switch/Switch'
import { useChoices } from './useChoices'

const PushHere = chunk(() => import('./PushHere'))
const WhichSound = chunk(async () => {
  const [module] = await Promise.all([import('./WhichSound'), overlayWords()])
  return module
})
const QuietHours = chunk(() => import('./QuietHours'))

export function NotificationSettings() {
  const { query, set } = useChoices<Choices>(server.settings, server.setSettings)
  const chosen = query.data
  if (!chosen) return <Waiting of={query} fault={faultText} />
  return (
    <Stack>
      <div>
        <Switch
          label={t('notificationSettings.push')}
          checked={chosen.push_enabled}
          onChange={push_enabled => set({ push_enabled })}
        />
        <Switch
          label={t('notificationSettings.content')}
          checked={chosen.push_content}
          onChange={push_content => set({ push_content })}
        />
        <Switch
          label={t('notificationSettings.sound')}
          hint={t('notificationSettings.soundText')}
          checked={chosen.sound}
          onChange={sound => {
            set({ sound })
            // What it is like is heard at once.
            if (sound) ring(preferences.getState().sound, true)
          }}
        />
      </div>
      <Later>
        {chosen.sound && <WhichSound />}
        <QuietHours value={chosen.quiet_hours} onChange={quiet_hours => set({ quiet_hours })} />
        <PushHere />
      </Later>
    </Stack>
  )
}
