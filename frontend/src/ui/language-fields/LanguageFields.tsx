// These fields choose which languages a person speaks and learns: when signing up, and in the profile.
import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { endonym, languageName, t } from '@/i18n'
import { LanguageSearch } from './LanguageSearch'
import { LEVELS, LevelPicker } from './LevelPicker'
import s from './language-fields.module.css'

const MOST_NATIVE = 3
const MOST_LEARNING = 5

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
  const taken = [...native, ...learning.map(({ code }) => code)]
  const free = languages.filter(code => !taken.includes(code))
  const learn = (next: readonly Learning[]) => onChange({ ...value, learning: next })
  return (
    <>
      <Native languages={free} native={native} onChange={next => onChange({ ...value, native: next })} />
      <fieldset className={s.group}>
        <Legend text={t('profile.learning')} most={MOST_LEARNING} />
        {learning.map(({ code, level }, at) => (
          <div key={code} className={s.learning}>
            <p className={s.language}>
              <Name code={code} />
              {learning.length > 1 && !fixed && (
                <Remove code={code} onRemove={() => learn(learning.toSpliced(at, 1))} />
              )}
            </p>
            <LevelPicker code={code} level={level} onChange={next => learn(learning.with(at, { code, level: next }))} />
          </div>
        ))}
        {learning.length < MOST_LEARNING && !fixed && (
          <LanguageSearch languages={free} onPick={code => learn([...learning, { code, level: LEVELS[0] }])} />
        )}
      </fieldset>
    </>
  )
}

interface NativeProps {
  /** What may be added. */
  languages: readonly string[]
  native: readonly string[]
  onChange: (next: readonly string[]) => void
}

function Native({ languages, native, onChange }: NativeProps) {
  const [adding, setAdding] = useState(false)
  return (
    <fieldset className={s.group}>
      <Legend text={t('profile.native')} most={MOST_NATIVE} />
      <ul className={s.chips}>
        {native.map((code, at) => (
          <li key={code} className={s.chip}>
            <bdi lang={code}>{endonym(code)}</bdi>
            {native.length > 1 && <Remove code={code} onRemove={() => onChange(native.toSpliced(at, 1))} />}
          </li>
        ))}
        {native.length < MOST_NATIVE && !adding && (
          <li>
            <button type="button" className={s.add} onClick={() => setAdding(true)}>
              <Plus size={16} aria-hidden />
              {t('profile.add')}
            </button>
          </li>
        )}
      </ul>
      {adding && (
        <LanguageSearch
          autoFocus
          languages={languages}
          onClose={() => setAdding(false)}
          onPick={code => {
            onChange([...native, code])
            setAdding(false)
          }}
        />
      )}
    </fieldset>
  )
}

function Legend({ text, most }: { text: string; most: number }) {
  return (
    <legend className={s.legend}>
      {text} <small>{t('profile.most', { n: most })}</small>
    </legend>
  )
}

/** As its own speakers write it, and as the reader does. */
function Name({ code }: { code: string }) {
  const [own, name] = [endonym(code), languageName(code)]
  return (
    <span>
      <bdi lang={code}>{own}</bdi>
      {own !== name && <small> {name}</small>}
    </span>
  )
}

function Remove({ code, onRemove }: { code: string; onRemove: () => void }) {
  return (
    <button
      type="button"
      className={s.remove}
      aria-label={t('profile.remove', { name: languageName(code) })}
      onClick={onRemove}
    >
      <X size={16} aria-hidden />
    </button>
  )
}
