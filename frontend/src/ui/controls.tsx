// Buttons and fields: native elements with our looks, each with a name, a ring and a key.
import {
  type ButtonHTMLAttributes,
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  useEffect,
  useId,
  useRef,
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
  const input = (
    <input
      {...rest}
      id={id}
      type={type === 'password' && shown ? 'text' : type}
      className={s.input}
      aria-invalid={error ? true : undefined}
      aria-describedby={described(id, hint, error)}
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
      <Below id={id} hint={hint} error={error} />
    </div>
  )
}

/** What stands below a field; a reader of the screen hears it with the field. */
function Below({ id, hint, error }: { id: string; hint?: ReactNode; error?: string }) {
  return (
    <>
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
    </>
  )
}
const described = (id: string, hint: unknown, error: unknown) =>
  join(hint ? `${id}-hint` : undefined, error ? `${id}-error` : undefined) || undefined

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
        aria-describedby={described(id, hint, error)}
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
  const pressed = useRef<HTMLButtonElement>(null)
  // On a phone not all of them are in view.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another one is pressed
  useEffect(() => void pressed.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' }), [value])
  return (
    <fieldset className={s.tabs} aria-label={label}>
      {tabs.map(([name, text]) => (
        <button
          key={name}
          ref={name === value ? pressed : undefined}
          type="button"
          aria-pressed={name === value}
          onClick={() => onChange(name)}
        >
          {text}
        </button>
      ))}
    </fieldset>
  )
}
