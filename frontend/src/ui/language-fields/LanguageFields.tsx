// These fields choose which languages a person speaks and learns: when signing up, and in the profile.
import { Trash2 } from 'lucide-react'
import { compare, endonym, languageName, t } from '@/i18n'
import { Button } from '../button/Button'
import { IconButton } from '../icon-button/IconButton'
import { Select } from '../select/Select'
import s from './language-fields.module.css'

const LEVELS = ['A1', 'A2', 'B1', 'B2', 'C1', 'C2'] as const
const MOST_NATIVE = 3
const MOST_LEARNING = 5

const languageOptions = (codes: readonly string[]) =>
  codes
    .map(code => [code, languageName(code), endonym(code)] as const)
    .sort((a, b) => compare(a[1], b[1]))
    .map(([code, name, own]) => [code, name === own ? name : `${name} · ${own}`] as const)

const free = (languages: readonly string[], taken: readonly string[]) =>
  languages.find(code => !taken.includes(code)) ?? 'en'

export interface Learning {
  code: string
  level: string
}
export interface Spoken {
  readonly native: readonly string[]
  readonly learning: readonly Learning[]
}
/** Whether a language is on both sides, which says nothing. */
export const overlaps = ({ native, learning }: Spoken) => learning.some(({ code }) => native.includes(code))

interface Props {
  languages: readonly string[]
  value: Spoken
  /** Languages to learn stay as they are for now; their levels may change. */
  fixed?: boolean
  onChange: (next: Spoken) => void
}

export function LanguageFields({ languages, value, fixed, onChange }: Props) {
  const { native, learning } = value
  const options = languageOptions(languages)
  const speak = (next: readonly string[]) => onChange({ ...value, native: next })
  const learn = (next: readonly Learning[]) => onChange({ ...value, learning: next })
  const learnt = learning.map(({ code }) => code)
  return (
    <>
      <fieldset className={s.group}>
        <legend>{t('profile.native')}</legend>
        {native.map((code, at) => (
          <div key={code} className={s.row} data-kind="native">
            <Select
              hideLabel
              label={t('profile.native')}
              value={code}
              options={options.filter(([other]) => other === code || !native.includes(other))}
              onChange={event => speak(native.with(at, event.target.value))}
            />
            {native.length > 1 && <Remove code={code} onRemove={() => speak(native.toSpliced(at, 1))} />}
          </div>
        ))}
        {native.length < MOST_NATIVE && (
          <Button kind="quiet" onClick={() => speak([...native, free(languages, [...native, ...learnt])])}>
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
              disabled={fixed}
              options={options.filter(([other]) => other === entry.code || !learnt.includes(other))}
              onChange={event => learn(learning.with(at, { ...entry, code: event.target.value }))}
            />
            <Select
              hideLabel
              label={t('profile.level')}
              value={entry.level}
              options={LEVELS.map(level => [level, level] as const)}
              onChange={event => learn(learning.with(at, { ...entry, level: event.target.value }))}
            />
            {learning.length > 1 && !fixed && (
              <Remove code={entry.code} onRemove={() => learn(learning.toSpliced(at, 1))} />
            )}
          </div>
        ))}
        {learning.length < MOST_LEARNING && !fixed && (
          <Button
            kind="quiet"
            onClick={() => learn([...learning, { code: free(languages, [...native, ...learnt]), level: 'A1' }])}
          >
            {t('profile.add')}
          </Button>
        )}
      </fieldset>
    </>
  )
}

function Remove({ code, onRemove }: { code: string; onRemove: () => void }) {
  return (
    <IconButton label={t('profile.remove', { name: languageName(code) })} onClick={onRemove}>
      <Trash2 />
    </IconButton>
  )
}
