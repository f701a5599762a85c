// A hint is small words beside a form: what something means, and what went wrong.
import type { ReactNode } from 'react'
import s from './hint.module.css'

/** `live` is for words that come while a person is on the page, and are read out to them. */
export const Hint = ({ live, children }: { live?: boolean; children: ReactNode }) => (
  <p className={s.hint} role={live ? 'status' : undefined}>
    {children}
  </p>
)

export const ErrorText = ({ children }: { children: ReactNode }) => (
  <p className={s.error} role="alert">
    {children}
  </p>
)
