// Tabs offer a few views of the same thing; the chosen one is pressed.
import { useEffect, useRef } from 'react'
import s from './tabs.module.css'

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
