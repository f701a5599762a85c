// One of a few views of the same thing; the chosen one is pressed.
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
  return (
    <fieldset className={s.tabs} aria-label={label}>
      {tabs.map(([name, text]) => (
        <button key={name} type="button" aria-pressed={name === value} onClick={() => onChange(name)}>
          {text}
        </button>
      ))}
    </fieldset>
  )
}
