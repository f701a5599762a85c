// The last step of signing up asks for the profile: a name, and which languages a person speaks and learns.
import { type FormEvent, useState } from 'react'
import { compare, countryName, currentLocale, t } from '@/i18n'
import { faultText, fieldText } from '@/i18n/fault'
import { ageOn } from '@/lib/time'
import type { Instance } from '@/protocol/types'
import { Button } from '@/ui/button/Button'
import { Field } from '@/ui/field/Field'
import { LanguageFields, overlaps, type Spoken } from '@/ui/language-fields/LanguageFields'
import { Select } from '@/ui/select/Select'
import { Card, value } from './Card'
import s from './onboarding.module.css'
import type { Onboarding } from './useOnboarding'

const YOUNGEST = 13
const USERNAME = /^[a-z][a-z0-9_.]{2,31}$/

interface Props {
  on: Onboarding
  instance: Instance
  languages: readonly string[]
  countries: readonly string[]
}

/** Fields of the form, by the pointers under which the server speaks of them. */
type Wrong = Readonly<Record<string, string>>

const FIELDS = ['/display_name', '/username', '/birth_date', '/password', '/invite']

interface Asked {
  readonly needsPassword: boolean
  readonly asksInvite: boolean
  /** Characters of a password. */
  readonly shortest: number
  readonly spoken: Spoken
}

/** What can be seen before asking, in the same words as the server's refusals. */
function faultsOf(event: FormEvent<HTMLFormElement>, { needsPassword, asksInvite, shortest, spoken }: Asked): Wrong {
  const found: Record<string, string> = {}
  for (const [pointer, name] of [
    ['/display_name', 'name'],
    ['/username', 'username'],
    ['/birth_date', 'birth'],
    ...(needsPassword ? [['/password', 'password'] as const] : []),
    ...(asksInvite ? [['/invite', 'invite'] as const] : []),
  ] as const)
    if (!value(event, name)) found[pointer] = t('start.required')
  const username = value(event, 'username').toLowerCase()
  if (username && !USERNAME.test(username)) found['/username'] = t('profile.usernameHint')
  const password = value(event, 'password')
  if (password && Array.from(password).length < shortest) found['/password'] = t('wrong.too_short')
  if (overlaps(spoken)) found['/languages'] = t('profile.both')
  return found
}

function registrationOf(event: FormEvent<HTMLFormElement>, birth: string, spoken: Spoken) {
  const password = value(event, 'password')
  const invite = value(event, 'invite')
  return {
    username: value(event, 'username').toLowerCase(),
    display_name: value(event, 'name'),
    birth_date: birth,
    country: value(event, 'country'),
    native_languages: [...spoken.native],
    learning_languages: [...spoken.learning],
    ...(password ? { password } : {}),
    ...(invite ? { invite } : {}),
  }
}

export function ProfileForm({ on, instance, languages, countries }: Props) {
  const home = navigator.language.split('-')
  const own = currentLocale() === 'en-XA' ? 'en' : currentLocale()
  const [spoken, setSpoken] = useState<Spoken>({
    native: [own],
    learning: [{ code: own === 'en' ? 'es' : 'en', level: 'A1' }],
  })
  const [young, setYoung] = useState(false)
  const [wrong, setWrong] = useState<Wrong>({})
  const countryOptions = countries.map(code => [code, countryName(code)] as const).sort((a, b) => compare(a[1], b[1]))
  const proven = on.way.grant !== undefined || on.way.identityGrant !== undefined
  const needsPassword = instance.password.required ? on.way.identityGrant === undefined : !proven
  const refusedInvite = on.problem?.code === 'invite_invalid'
  const asksInvite = instance.registration === 'invite' && (!on.way.invite || refusedInvite)

  if (young)
    return (
      <Card title={t('profile.title')} text={t('profile.young')}>
        {null}
      </Card>
    )

  const error = (pointer: string) =>
    wrong[pointer] ??
    (on.problem ? fieldText(on.problem, pointer) : undefined) ??
    (pointer === '/username' && on.problem?.code === 'username_taken' ? faultText(on.problem) : undefined) ??
    (pointer === '/invite' && refusedInvite ? faultText(on.problem) : undefined)

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const found = faultsOf(event, { needsPassword, asksInvite, shortest: instance.password.min_length, spoken })
    setWrong(found)
    on.forget()
    const [first] = FIELDS.filter(pointer => found[pointer])
    if (first) event.currentTarget.querySelector<HTMLElement>(`[data-field="${first}"] input`)?.focus()
    if (Object.keys(found).length > 0) return
    const birth = value(event, 'birth')
    if (ageOn(birth, new Date()) < YOUNGEST) return setYoung(true)
    void on.register(registrationOf(event, birth, spoken))
  }

  const told = FIELDS.some(pointer => error(pointer))
  return (
    <Card title={t('profile.title')} text={proven ? t('profile.step', { n: 3, of: 3 }) : undefined}>
      <form onSubmit={submit} noValidate>
        <WhoFields asksInvite={asksInvite} invite={on.way.invite} error={error} />
        <Select
          name="country"
          label={t('profile.country')}
          autoComplete="country"
          defaultValue={home[1] ?? 'US'}
          options={countryOptions}
        />
        <LanguageFields languages={languages} value={spoken} onChange={setSpoken} />
        {(needsPassword || proven) && (
          <PasswordField required={needsPassword} shortest={instance.password.min_length} error={error('/password')} />
        )}
        {(wrong['/languages'] || (on.problem && !told)) && (
          <p className={s.fault} role="alert">
            {wrong['/languages'] ?? (on.problem && faultText(on.problem))}
          </p>
        )}
        <Button kind="primary" wide type="submit" busy={on.busy}>
          {t('profile.submit')}
        </Button>
      </form>
    </Card>
  )
}

interface PasswordProps {
  required: boolean
  shortest: number
  error: string | undefined
}

function PasswordField({ required, shortest, error }: PasswordProps) {
  return (
    <div data-field="/password">
      <Field
        name="password"
        type="password"
        label={t('login.password')}
        autoComplete="new-password"
        required={required}
        hint={t('profile.passwordHint', { n: shortest })}
        error={error}
      />
    </div>
  )
}

interface WhoProps {
  asksInvite: boolean
  invite: string | undefined
  error: (pointer: string) => string | undefined
}

function WhoFields({ asksInvite, invite, error }: WhoProps) {
  return (
    <>
      {asksInvite && (
        <div data-field="/invite">
          <Field
            name="invite"
            label={t('start.invite')}
            hint={t('start.inviteHint')}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            dir="ltr"
            defaultValue={invite}
            required
            error={error('/invite')}
          />
        </div>
      )}
      <div data-field="/display_name">
        <Field
          name="name"
          label={t('profile.name')}
          autoComplete="name"
          required
          maxLength={64}
          error={error('/display_name')}
        />
      </div>
      <div data-field="/username">
        <Field
          name="username"
          label={t('profile.username')}
          hint={t('profile.usernameHint')}
          autoComplete="nickname"
          autoCapitalize="none"
          spellCheck={false}
          dir="ltr"
          required
          error={error('/username')}
        />
      </div>
      <div data-field="/birth_date">
        <Field
          name="birth"
          type="date"
          label={t('profile.birth')}
          autoComplete="bday"
          required
          max={new Date().toISOString().slice(0, 10)}
          error={error('/birth_date')}
        />
      </div>
    </>
  )
}
