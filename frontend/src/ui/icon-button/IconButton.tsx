// An icon button shows a picture and says a name. `mirror` turns the picture where text runs from right to left.
import type { ButtonHTMLAttributes } from 'react'
import { classes } from '../classes'
import s from './icon-button.module.css'

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
      className={classes(s.icon, mirror && s.mirror, className)}
    />
  )
}
