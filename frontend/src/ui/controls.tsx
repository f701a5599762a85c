// Buttons and fields: native elements with our looks, each with a name, a ring and a key.
import {
  type ButtonHTMLAttributes,
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  useId,
  useState,
} from 'react'
import { t } from '@/i18n'
import s from './ui.module.css'

const join = (...names: (string | false | undefined)[]) => names.filter(Boolean).join(' ')

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  kind?: 'primary' | 'plain' | 'quiet' | 'danger'
  wide?: boolean
  busy?: boolean
}
export function Button({ kind = 'plain', wide, busy, disabled, type = 'button', ...rest }: ButtonProps) {
  return (
    <button
      type={type}
      {...rest}
      disabled={disabled || busy}
      aria-busy={busy}
      className={join(s.button, s[kind], wide && s.wide)}
    />
  )
}

interface IconProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  label: string
  mirror?: boolean
}
export function IconButton({ label, mirror, className, type = 'button', ...rest }: IconProps) {
  return (
    <button
      type={type}
      {...rest}
      aria-label={label}
      title={label}
      className={join(s.icon, mirror && s.mirror, className)}
    />
  )
}

interface FieldProps extends InputHTMLAttributes<HTMLInputElement> {
  label: string
  hint?: ReactNode
  error?: string
}
export function Field({ label, hint, error, type, ...rest }: FieldProps) {
  const id = useId()
  const [shown, setShown] = useState(false)
  const about = join(hint ? `${id}-hint` : undefined, error ? `${id}-error` : undefined)
  const input = (
    <input
      {...rest}
      id={id}
      type={type === 'password' && shown ? 'text' : type}
      className={s.input}
      aria-invalid={error ? true : undefined}
      aria-describedby={about || undefined}
    />
  )
  return (
    <div className={s.field}>
      <label className={s.label} htmlFor={id}>
        {label}
      </label>
      {type === 'password' ? (
        <div className={s.secret}>
          {input}
          <button type="button" aria-pressed={shown} onClick={() => setShown(!shown)}>
            {shown ? t('app.hide') : t('app.show')}
          </button>
        </div>
      ) : (
        input
      )}
      {hint && (
        <p id={`${id}-hint`} className={s.hint}>
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className={s.error} role="alert">
          {error}
        </p>
      )}
    </div>
  )
}

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

export function Switch({
  label,
  checked,
  onChange,
  disabled,
}: {
  label: string
  checked: boolean
  disabled?: boolean
  onChange: (on: boolean) => void
}) {
  return (
    <label className={s.choice}>
      {label}
      <input
        type="checkbox"
        role="switch"
        aria-checked={checked}
        className={s.switch}
        checked={checked}
        disabled={disabled}
        onChange={event => onChange(event.target.checked)}
      />
    </label>
  )
}

export function Tabs<T extends string>({
  label,
  tabs,
  value,
  onChange,
}: {
  label: string
  tabs: ReadonlyArray<readonly [T, string]>
  value: T
  onChange: (next: T) => void
}) {
  return (
    <fieldset className={s.tabs} aria-label={label}>
      {tabs.map(([name, text]) => (
        <button key={name} type="button" aria-pressed={name === value} onClick={() => onChange(name)}>
          {text}
        </button>
      ))}
    </fieldset>
  )
}
