// A slider chooses one of a few values that have an order; it says the value, not its place.
import { type ReactNode, useEffect, useId, useRef } from 'react'
import s from './slider.module.css'

interface Props<T extends string | number> {
  label: string
  values: readonly T[]
  value: T
  /** What stands at its two ends. */
  least?: ReactNode
  most?: ReactNode
  onChange: (next: T) => void
}

export function Slider<T extends string | number>({ label, values, value, least, most, onChange }: Props<T>) {
  const id = useId()
  const at = Math.max(0, values.indexOf(value))
  const input = useRef<HTMLInputElement>(null)
  const part = at / Math.max(1, values.length - 1)
  // How far the track is filled; Firefox knows by itself.
  useEffect(() => input.current?.style.setProperty('--part', String(part)), [part])
  return (
    <div className={s.slider}>
      <label className={s.label} htmlFor={id}>
        {label}
      </label>
      <div className={s.line}>
        {least && <span aria-hidden>{least}</span>}
        <input
          ref={input}
          id={id}
          type="range"
          min={0}
          max={values.length - 1}
          step={1}
          value={at}
          aria-valuetext={String(value)}
          onChange={event => onChange(values[Number(event.target.value)] ?? value)}
        />
        {most && <span aria-hidden>{most}</span>}
        <output htmlFor={id}>{value}</output>
      </div>
    </div>
  )
}
