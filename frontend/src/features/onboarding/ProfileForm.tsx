// The last step of signing up: who somebody is, and which languages they speak and learn.
import { Trash2 } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { compare, countryName, currentLocale, endonym, languageName, t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import { ageOn } from '@/lib/time'
import type { Instance, Learning } from '@/protocol/types'
import { Button, Field, IconButton, Select } from '@/ui/controls'
import s from './onboarding.module.css'
import { Card, value } from './parts'
import type { Onboarding } from './useOnboarding'

const LEVELS = ['A1', 'A2', 'B1', 'B2', 'C1', 'C2'] as const
const YOUNGEST = 13
const MOST_NATIVE = 3
const MOST_LEARNING = 5

interface Props {
  on: Onboarding
  instance?: Instance
  languages: readonly string[]
  countries: readonly string[]
}

export const languageOptions = (codes: readonly string[]) =>
  codes
    .map(code => [code, languageName(code), endonym(code)] as const)
    .sort((a, b) => compare(a[1], b[1]))
    .map(([code, name, own]) => [code, name === own ? name : `${name} · ${own}`] as const)

export function ProfileForm({ on, instance, languages, countries }: Props) {
  const home = navigator.language.split('-')
  const own = currentLocale() === 'en-XA' ? 'en' : currentLocale()
  const [native, setNative] = useState<readonly string[]>([own])
  const [learning, setLearning] = useState<readonly Learning[]>([{ code: own === 'en' ? 'es' : 'en', level: 'A1' }])
  const [young, setYoung] = useState(false)
  const [fault, setFault] = useState<'differ' | 'both'>()
  const options = languageOptions(languages)
  const countryOptions = countries.map(code => [code, countryName(code)] as const).sort((a, b) => compare(a[1], b[1]))
  const error = (pointer: string) => on.problem?.field(pointer)
  const withPassword = instance !== undefined

  if (young)
    return (
      <Card title={t('profile.title')} text={t('profile.young')}>
        {null}
      </Card>
    )

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const birth = value(event, 'birth')
    if (ageOn(birth, new Date()) < YOUNGEST) return setYoung(true)
    if (learning.some(({ code }) => native.includes(code))) return setFault('both')
    setFault(undefined)
    const password = value(event, 'password')
    void on.register({
      username: value(event, 'username'),
      display_name: value(event, 'name'),
      birth_date: birth,
      country: value(event, 'country'),
      native_languages: [...native],
      learning_languages: [...learning],
      ...(password ? { password } : {}),
    })
  }

  return (
    <Card title={t('profile.title')} text={t('profile.step', { n: 3, of: 3 })}>
      <form onSubmit={submit}>
        <Field
          name="name"
          label={t('profile.name')}
          autoComplete="name"
          required
          maxLength={64}
          error={error('/display_name')}
        />
        <Field
          name="username"
          label={t('profile.username')}
          hint={t('profile.usernameHint')}
          autoComplete="nickname"
          autoCapitalize="none"
          spellCheck={false}
          dir="ltr"
          pattern="[a-z][a-z0-9_]{2,31}"
          required
          error={error('/username') ?? (on.problem?.code === 'username_taken' ? faultText(on.problem) : undefined)}
        />
        <Field
          name="birth"
          type="date"
          label={t('profile.birth')}
          autoComplete="bday"
          required
          max={new Date().toISOString().slice(0, 10)}
          error={error('/birth_date')}
        />
        <Select
          name="country"
          label={t('profile.country')}
          autoComplete="country"
          defaultValue={home[1] ?? 'US'}
          options={countryOptions}
        />
        <fieldset className={s.group}>
          <legend>{t('profile.native')}</legend>
          {native.map((code, at) => (
            <div key={code} className={s.row} data-kind="native">
              <Select
                hideLabel
                label={t('profile.native')}
                value={code}
                options={options.filter(([other]) => other === code || !native.includes(other))}
                onChange={event => setNative(native.with(at, event.target.value))}
              />
              {native.length > 1 && (
                <IconButton
                  label={t('profile.remove', { name: languageName(code) })}
                  onClick={() => setNative(native.toSpliced(at, 1))}
                >
                  <Trash2 />
                </IconButton>
              )}
            </div>
          ))}
          {native.length < MOST_NATIVE && (
            <Button kind="quiet" onClick={() => setNative([...native, free(languages, native)])}>
              {t('profile.add')}
            </Button>
          )}
        </fieldset>
        <fieldset className={s.group}>
          <legend>{t('profile.learning')}</legend>
          {learning.map((entry, at) => (
            <div key={entry.code} className={s.row}>
              <Select
                hideLabel
                label={t('profile.learning')}
                value={entry.code}
                options={options.filter(
                  ([other]) => other === entry.code || !learning.some(({ code }) => code === other),
                )}
                onChange={event => setLearning(learning.with(at, { ...entry, code: event.target.value }))}
              />
              <Select
                hideLabel
                label={t('profile.level')}
                value={entry.level}
                options={LEVELS.map(level => [level, level] as const)}
                onChange={event => setLearning(learning.with(at, { ...entry, level: event.target.value }))}
              />
              {learning.length > 1 && (
                <IconButton
                  label={t('profile.remove', { name: languageName(entry.code) })}
                  onClick={() => setLearning(learning.toSpliced(at, 1))}
                >
                  <Trash2 />
                </IconButton>
              )}
            </div>
          ))}
          {learning.length < MOST_LEARNING && (
            <Button
              kind="quiet"
              onClick={() =>
                setLearning([
                  ...learning,
                  { code: free(languages, [...native, ...learning.map(({ code }) => code)]), level: 'A1' },
                ])
              }
            >
              {t('profile.add')}
            </Button>
          )}
        </fieldset>
        {withPassword && (
          <Field
            name="password"
            type="password"
            label={t('login.password')}
            autoComplete="new-password"
            required
            minLength={instance.password.min_length}
            hint={t('profile.passwordHint', { n: instance.password.min_length })}
            error={error('/password')}
          />
        )}
        {(fault || on.problem) && (
          <p className={s.fault} role="alert">
            {fault === 'both' ? t('profile.both') : on.problem && faultText(on.problem)}
          </p>
        )}
        <Button kind="primary" wide type="submit" busy={on.busy}>
          {t('profile.submit')}
        </Button>
      </form>
    </Card>
  )
}

const free = (languages: readonly string[], taken: readonly string[]) =>
  languages.find(code => !taken.includes(code)) ?? 'en'
