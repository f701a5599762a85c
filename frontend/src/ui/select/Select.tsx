// One of several, chosen from a native list.
import { type SelectHTMLAttributes, useId } from 'react'
import s from '../field/field.module.css'

interface SelectProps extends SelectHTMLAttributes<HTMLSelectElement> {
  label: string
  hideLabel?: boolean
  options: ReadonlyArray<readonly [value: string, text: string]>
}
export function Select({ label, hideLabel, options, ...rest }: SelectProps) {
  const id = useId()
  return (
    <div className={s.field}>
      <label className={hideLabel ? 'only-heard' : s.label} htmlFor={id}>
        {label}
      </label>
      <select {...rest} id={id} className={s.input}>
        {options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </div>
  )
}
