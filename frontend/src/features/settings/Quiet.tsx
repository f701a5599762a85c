// Hours of the day in which nothing rings.
import { t } from '@/i18n'
import type { NoticeSettings } from '@/protocol/types'
import { Field } from '@/ui/field/Field'
import { Switch } from '@/ui/switch/Switch'

type Hours = NoticeSettings['quiet_hours']

const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone

export default function Quiet({ value, onChange }: { value: Hours; onChange: (next: Hours) => void }) {
  return (
    <div>
      <Switch
        label={t('noticeset.quiet')}
        checked={value !== null}
        onChange={on => onChange(on ? { from: '22:00', to: '07:00', time_zone: zone() } : null)}
      />
      {value && (
        <>
          <Field
            type="time"
            label={t('noticeset.from')}
            value={value.from}
            required
            onChange={event => event.target.value && onChange({ ...value, from: event.target.value })}
          />
          <Field
            type="time"
            label={t('noticeset.to')}
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
