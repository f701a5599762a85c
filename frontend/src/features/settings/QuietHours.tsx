// Quiet hours are the hours of the day in which nothing rings.
import { t } from '@/i18n'
import type { NotificationSettings } from '@/protocol/types'
import { Field } from '@/ui/field/Field'
import { Switch } from '@/ui/switch/Switch'

type Hours = NotificationSettings['quiet_hours']

const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone

export default function QuietHours({ value, onChange }: { value: Hours; onChange: (next: Hours) => void }) {
  return (
    <div>
      <Switch
        label={t('notificationSettings.quiet')}
        checked={value !== null}
        onChange={on => onChange(on ? { from: '22:00', to: '07:00', time_zone: zone() } : null)}
      />
      {value && (
        <>
          <Field
            type="time"
            label={t('notificationSettings.from')}
            value={value.from}
            required
            onChange={event => event.target.value && onChange({ ...value, from: event.target.value })}
          />
          <Field
            type="time"
            label={t('notificationSettings.to')}
            hint={value.time_zone}
            value={value.to}
            required
            onChange={event => event.target.value && onChange({ ...value, to: event.target.value })}
          />
        </>
      )}
    </div>
  )
}
