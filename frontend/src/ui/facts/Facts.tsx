// Facts are names and values: as a list, or as tiles. What has no value is left out.
import type { ReactNode } from 'react'
import s from './facts.module.css'

export function Facts({ facts, tiles }: { facts: ReadonlyArray<readonly [string, ReactNode]>; tiles?: boolean }) {
  return (
    <dl className={tiles ? s.tiles : s.facts}>
      {facts
        .filter(([, value]) => value !== undefined && value !== null && value !== '')
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd dir="auto">{value}</dd>
          </div>
        ))}
    </dl>
  )
}
