// The level of a language is one of six, and a line says what the chosen one means.
import { useId } from 'react'
import { languageName, t } from '@/i18n'
import s from './language-fields.module.css'

export const LEVELS = ['A1', 'A2', 'B1', 'B2', 'C1', 'C2'] as const
type Level = (typeof LEVELS)[number]

const known = (level: string): Level => LEVELS.find(one => one === level) ?? LEVELS[0]

interface Props {
  code: string
  level: string
  onChange: (next: Level) => void
}

export function LevelPicker({ code, level, onChange }: Props) {
  const id = useId()
  const chosen = known(level)
  return (
    <fieldset className={s.group} aria-describedby={id}>
      <legend className="only-heard">{t('profile.levelOf', { name: languageName(code) })}</legend>
      <div className={s.levels}>
        {LEVELS.map(one => (
          <label key={one} className={s.level}>
            <input
              type="radio"
              name={id}
              className="only-heard"
              checked={one === chosen}
              onChange={() => onChange(one)}
            />
            <span>{one}</span>
          </label>
        ))}
      </div>
      <p id={id} className={s.meaning}>
        {t(`level.${chosen}`)}
      </p>
    </fieldset>
  )
}
