// Tabs offer a few views of the same thing; the chosen one is pressed. One may say how many things wait in it.
import { useEffect, useRef } from 'react'
import { short } from '../count/Count'
import s from './tabs.module.css'

export function Tabs<T extends string>({
  label,
  tabs,
  value,
  onChange,
}: {
  label: string
  tabs: ReadonlyArray<readonly [name: T, text: string, count?: number]>
  value: T
  onChange: (next: T) => void
}) {
  const pressed = useRef<HTMLButtonElement>(null)
  // On a phone not all of them are in view.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another one is pressed
  useEffect(() => void pressed.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' }), [value])
  return (
    <fieldset className={s.tabs} aria-label={label}>
      {tabs.map(([name, text, count]) => (
        <button
          key={name}
          ref={name === value ? pressed : undefined}
          type="button"
          aria-pressed={name === value}
          onClick={() => onChange(name)}
        >
          {text}
          {count ? <span className={s.n}>{short(count)}</span> : null}
        </button>
      ))}
    </fieldset>
  )
}
