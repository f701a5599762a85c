// A switch is on or off, with its name as the label and, where it needs one, a word about what it does.
import { useId } from 'react'
import s from './switch.module.css'

interface Props {
  label: string
  hint?: string
  checked: boolean
  disabled?: boolean
  onChange: (on: boolean) => void
}

export function Switch({ label, hint, checked, onChange, disabled }: Props) {
  const id = useId()
  return (
    <label className={s.choice}>
      <span>
        <span id={`${id}-name`}>{label}</span>
        {hint && <small id={`${id}-hint`}>{hint}</small>}
      </span>
      <input
        type="checkbox"
        role="switch"
        aria-checked={checked}
        aria-labelledby={`${id}-name`}
        aria-describedby={hint && `${id}-hint`}
        className={s.switch}
        checked={checked}
        disabled={disabled}
        onChange={event => onChange(event.target.checked)}
      />
    </label>
  )
}
