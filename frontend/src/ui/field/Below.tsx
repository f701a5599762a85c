// A hint or an error stands below a field: a screen reader reads it with the field.
import type { ReactNode } from 'react'
import { classes } from '../classes'
import s from './field.module.css'

export function Below({ id, hint, error }: { id: string; hint?: ReactNode; error?: string }) {
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

export const describedBy = (id: string, hint: unknown, error: unknown) =>
  classes(hint ? `${id}-hint` : undefined, error ? `${id}-error` : undefined) || undefined
