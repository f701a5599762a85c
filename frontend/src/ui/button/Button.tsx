// A button is the native one with our looks; one that is busy says so and takes no press.
import type { ButtonHTMLAttributes } from 'react'
import { classes } from '../classes'
import s from './button.module.css'

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** A `warning` is a quiet word for what takes away; the `danger` button does it. */
  kind?: 'primary' | 'tinted' | 'plain' | 'quiet' | 'danger' | 'warning'
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
      className={classes(s.button, s[kind], wide && s.wide)}
    />
  )
}
