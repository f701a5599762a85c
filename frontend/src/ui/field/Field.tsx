// A field has its label, a hint, and what is wrong with what it holds. A password can be shown.
import { type InputHTMLAttributes, type ReactNode, useId, useState } from 'react'
import { t } from '@/i18n'
import { Below, describedBy } from './Below'
import s from './field.module.css'

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
      aria-describedby={describedBy(id, hint, error)}
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
