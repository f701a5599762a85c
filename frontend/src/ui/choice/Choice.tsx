// A choice is one of a few, all of them in view: side by side where their names are short, or under each other.
import { type ReactNode, useId } from 'react'
import { classes } from '../classes'
import s from './choice.module.css'

interface Props<T extends string> {
  label: string
  hideLabel?: boolean
  value: T
  options: ReadonlyArray<readonly [value: T, text: string]>
  /** Under each other. */
  list?: boolean
  onChange: (next: T) => void
}

export function Choice<T extends string>({ label, hideLabel, value, options, list, onChange }: Props<T>) {
  return (
    <Group label={label} hideLabel={hideLabel} className={list ? s.list : s.segments}>
      {name =>
        options.map(([one, text]) => (
          <label key={one} className={s.one}>
            <input type="radio" name={name} value={one} checked={one === value} onChange={() => onChange(one)} />
            <span>{text}</span>
          </label>
        ))
      }
    </Group>
  )
}

interface GroupProps {
  label: string
  hideLabel?: boolean
  className?: string
  /** The radios, which share this name. */
  children: (name: string) => ReactNode
}

/** For choices that are shown in a way of their own. */
export function Group({ label, hideLabel, className, children }: GroupProps) {
  const name = useId()
  return (
    <fieldset className={s.group}>
      <legend className={classes(s.label, hideLabel && 'only-heard')}>{label}</legend>
      <div className={className}>{children(name)}</div>
    </fieldset>
  )
}
