// A select offers one of several, in a native list.
import { type ReactNode, type SelectHTMLAttributes, useId } from 'react'
import { Below, describedBy } from '../field/Below'
import s from '../field/field.module.css'

interface SelectProps extends SelectHTMLAttributes<HTMLSelectElement> {
  label: string
  hideLabel?: boolean
  hint?: ReactNode
  error?: string
  options: ReadonlyArray<readonly [value: string, text: string]>
}
export function Select({ label, hideLabel, hint, error, options, ...rest }: SelectProps) {
  const id = useId()
  return (
    <div className={s.field}>
      <label className={hideLabel ? 'only-heard' : s.label} htmlFor={id}>
        {label}
      </label>
      <select
        {...rest}
        id={id}
        className={s.input}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(id, hint, error)}
      >
        {options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
      <Below id={id} hint={hint} error={error} />
    </div>
  )
}
