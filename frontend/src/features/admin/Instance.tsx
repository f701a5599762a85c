// Administrators change the instance here while it runs, and see what only its configuration says.
import { type FormEvent, type ReactNode, useId } from 'react'
import { formatList, formatNumber, t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import type { Instance as Now } from '@/server/admin'
import { Button } from '@/ui/button/Button'
import { Waiting } from '@/ui/empty-state/EmptyState'
import { Facts } from '@/ui/facts/Facts'
import { Field } from '@/ui/field/Field'
import { ErrorText, Hint } from '@/ui/hint/Hint'
import { Section, Stack } from '@/ui/layout/Layout'
import { PictureButtons } from '@/ui/picture-buttons/PictureButtons'
import { Select } from '@/ui/select/Select'
import s from './admin.module.css'
import { type Name, type Typed, typedOf, useInstance } from './useInstance'

/** A year, the longest the server takes. */
const MOST_MINUTES = 525_600
const range = (least: number, most: number) => t('admin.range', { n: formatNumber(least), of: formatNumber(most) })
const MODES = ['otp', 'open', 'invite', 'closed'] as const

export default function Instance() {
  const on = useInstance()
  const now = on.query.data?.now
  if (!now) return <Waiting of={on.query} fault={faultText} />
  return (
    <>
      <Logo on={on} />
      <Form on={on} now={now} />
      <Section title={t('admin.fixed')} />
      <div className={s.plain}>
        <Facts
          facts={[
            [t('admin.version'), now.version],
            [t('admin.connectionsPerUser'), formatNumber(now.connections_per_user)],
            [t('admin.providers'), now.oauth.length > 0 ? formatList(now.oauth) : t('identifiers.none')],
            [t('admin.pushHosts'), now.push_hosts.length > 0 ? formatList(now.push_hosts) : t('identifiers.none')],
          ]}
        />
      </div>
    </>
  )
}

type On = ReturnType<typeof useInstance>

function Logo({ on }: { on: On }) {
  const id = useId()
  const chosen = on.query.data?.now.chosen.includes('logo') ?? false
  return (
    <section aria-labelledby={id}>
      <Section title={t('admin.logo')} id={id} />
      <div className={s.logo}>
        <img src={on.logo} alt={t('admin.logo')} />
        <div className={s.beside}>
          <Hint>{t('admin.logoHint')}</Hint>
          <p className={s.stands}>{chosen ? t('admin.chosen') : t('admin.configured')}</p>
          <PictureButtons has={chosen} busy={on.busy} onPick={on.pick} onRemove={on.removeLogo} />
        </div>
      </div>
    </section>
  )
}

function Form({ on, now }: { on: On; now: Now }) {
  const before = typedOf(now)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const after = Object.fromEntries(Object.keys(before).map(name => [name, String(form.get(name) ?? '').trim()]))
    on.save(before, after as Typed)
  }
  const field = (name: Name) => ({ name, defaultValue: before[name], error: on.error(name) })
  // Another value fills its field anew, and so does whatever was saved.
  const key = (name: Name) => `${name} ${on.saved} ${before[name]}`
  const stands = (name: Name, label: string, more?: string) => (
    <Stands chosen={now.chosen.includes(name)} label={label} more={more} onGiveBack={() => on.giveBack(name)} />
  )
  const numbers: ReadonlyArray<readonly [Name, string, string?]> = [
    ['edit_window_seconds', t('admin.editWindow'), t('admin.editWindowHint', { of: formatNumber(MOST_MINUTES) })],
    ['group_members', t('admin.groupMembers'), range(2, 10_000)],
    ['chats_per_user', t('admin.chatsPerUser'), range(1, 100_000)],
  ]
  return (
    <form noValidate onSubmit={submit}>
      <Stack>
        <Field
          key={key('name')}
          {...field('name')}
          label={t('admin.name')}
          dir="auto"
          hint={stands('name', t('admin.name'), t('admin.nameHint'))}
        />
        <Select
          key={key('registration')}
          {...field('registration')}
          label={t('admin.registration')}
          options={MODES.map(mode => [mode, t(`admin.mode_${mode}`)] as const)}
          hint={stands('registration', t('admin.registration'))}
        />
        <Field
          key={key('default_room')}
          {...field('default_room')}
          label={t('admin.room')}
          dir="ltr"
          autoCapitalize="none"
          spellCheck={false}
          hint={stands('default_room', t('admin.room'), t('admin.roomHint'))}
        />
        {numbers.map(([name, label, more]) => (
          <Field
            key={key(name)}
            {...field(name)}
            label={label}
            dir="ltr"
            inputMode="decimal"
            hint={stands(name, label, more)}
          />
        ))}
        {on.fault && <ErrorText>{on.fault}</ErrorText>}
        <Button kind="primary" type="submit" busy={on.busy}>
          {t('app.save')}
        </Button>
      </Stack>
    </form>
  )
}

interface StandsProps {
  chosen: boolean
  label: string
  more?: ReactNode
  onGiveBack: () => void
}
/** Where a value comes from, and the way back to the configuration. */
function Stands({ chosen, label, more, onGiveBack }: StandsProps) {
  return (
    <span className={s.stands}>
      {more && <span>{more}</span>}
      <span>{chosen ? t('admin.chosen') : t('admin.configured')}</span>
      {chosen && (
        <button type="button" aria-label={`${t('admin.giveBack')}: ${label}`} onClick={onGiveBack}>
          {t('admin.giveBack')}
        </button>
      )}
    </span>
  )
}
