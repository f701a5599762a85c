// Rows of the list slide to their new places when a message changes the order. It is a part of its own, because the
// list can be used before it is there.
import { type RefObject, useLayoutEffect, useRef } from 'react'
import type { ChatEntry } from '@/store/state'

const EASE = 'cubic-bezier(.33,1,.68,1)'

interface Props {
  rows: readonly ChatEntry[]
  scroller: RefObject<HTMLElement | null>
}

export default function Reorder({ rows, scroller }: Props) {
  const last = useRef(rows)
  useLayoutEffect(() => {
    const before = last.current
    last.current = rows
    if (before !== rows && scroller.current) slide(before, rows, scroller.current)
  }, [rows, scroller])
  return null
}

/** In milliseconds, though the build writes seconds; zero for those who want less motion. */
function time(): number {
  const value = getComputedStyle(document.documentElement).getPropertyValue('--reorder').trim()
  return (Number.parseFloat(value) || 0) * (value.endsWith('ms') ? 1 : 1000)
}

function slide(before: readonly ChatEntry[], after: readonly ChatEntry[], scroller: HTMLElement) {
  // Another filter or a chat more is another list. Most messages come to the chat that is on top already.
  if (before.length !== after.length || before.every((chat, n) => chat.id === after[n]?.id)) return
  const duration = time()
  if (duration === 0) return
  const was = new Map(before.map((chat, n) => [chat.id, n]))
  if (!after.every(chat => was.has(chat.id))) return
  const is = new Map(after.map((chat, n) => [chat.id, n]))
  // All is measured before anything is moved, so the page is laid out once.
  const view = scroller.getBoundingClientRect()
  const rows = [...scroller.querySelectorAll<HTMLAnchorElement>('li > a')].map(row => ({
    row,
    id: row.pathname.slice('/c/'.length),
    box: row.getBoundingClientRect(),
  }))
  for (const { row, id, box } of rows) {
    const by = ((was.get(id) ?? 0) - (is.get(id) ?? 0)) * box.height
    if (by === 0 || box.bottom < view.top || box.top > view.bottom) continue
    // One that comes from far away comes from the edge.
    const from = Math.max(view.top - box.bottom, Math.min(by, view.bottom - box.top))
    row.animate({ transform: [`translateY(${from}px)`, 'none'] }, { duration, easing: EASE })
  }
}
