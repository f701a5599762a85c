// A button is the native one with our looks; one that is busy says so and takes no press.
import type { ButtonHTMLAttributes } from 'react'
import { classes } from '../classes'
import s from './button.module.css'

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
      className={classes(s.button, s[kind], wide && s.wide)}
    />
  )
}
