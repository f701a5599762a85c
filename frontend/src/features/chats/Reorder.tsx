// Rows of the chat list slide to their new places when a message changes their order. This is a chunk of its own,
// because the list works without it.
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

/** In milliseconds; zero for people who want less motion. The build shortens `200ms` to `.2s`, so both are read. */
function readDuration(): number {
  const value = getComputedStyle(document.documentElement).getPropertyValue('--reorder').trim()
  return (Number.parseFloat(value) || 0) * (value.endsWith('ms') ? 1 : 1000)
}

function slide(before: readonly ChatEntry[], after: readonly ChatEntry[], scroller: HTMLElement) {
  // With another filter or another chat this is a different list. Most messages come to the top chat, which stays.
  if (before.length !== after.length || before.every((chat, n) => chat.id === after[n]?.id)) return
  const duration = readDuration()
  if (duration === 0) return
  const oldIndex = new Map(before.map((chat, n) => [chat.id, n]))
  if (!after.every(chat => oldIndex.has(chat.id))) return
  const newIndex = new Map(after.map((chat, n) => [chat.id, n]))
  // Every row is measured before any row is moved, so the page is laid out once.
  const view = scroller.getBoundingClientRect()
  const rows = [...scroller.querySelectorAll<HTMLAnchorElement>('li > a')].map(row => ({
    row,
    id: row.pathname.slice('/c/'.length),
    box: row.getBoundingClientRect(),
  }))
  for (const { row, id, box } of rows) {
    const distance = ((oldIndex.get(id) ?? 0) - (newIndex.get(id) ?? 0)) * box.height
    if (distance === 0 || box.bottom < view.top || box.top > view.bottom) continue
    // A row that comes from outside the view starts at its edge.
    const start = Math.max(view.top - box.bottom, Math.min(distance, view.bottom - box.top))
    row.animate({ transform: [`translateY(${start}px)`, 'none'] }, { duration, easing: EASE })
  }
}
