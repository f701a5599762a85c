// What can be done with a person or a group: a few tiles side by side for what is done often, rows under each other for
// the rest.
import type { ReactNode } from 'react'
import { Link } from '@/lib/router'
import s from './action.module.css'

interface Props {
  icon: ReactNode
  text: string
  /** Takes something away. */
  danger?: boolean
  disabled?: boolean
  /** A page it leads to, or what it does. */
  to?: string
  run?: () => void
}

export const Tiles = ({ children }: { children: ReactNode }) => <div className={s.tiles}>{children}</div>
export const Tile = (props: Props) => <Action {...props} className={s.tile} />

export const Rows = ({ children }: { children: ReactNode }) => <div className={s.rows}>{children}</div>
export const Row = (props: Props) => <Action {...props} className={s.row} />

function Action({ icon, text, danger, disabled, to, run, className }: Props & { className?: string }) {
  const inner = (
    <>
      <span className={s.icon} aria-hidden>
        {icon}
      </span>
      <span>{text}</span>
    </>
  )
  return to === undefined ? (
    <button type="button" className={className} data-danger={danger} disabled={disabled} onClick={run}>
      {inner}
    </button>
  ) : (
    <Link to={to} className={className}>
      {inner}
    </Link>
  )
}
