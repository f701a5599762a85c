// The keys of a thread work here: Tab reaches one message at a time, arrows go from one to the next, and a letter or
// the menu key acts on it.
import { type FocusEvent, type KeyboardEvent, type RefObject, useState } from 'react'
import { preferences } from '@/store/preferences'
import type { Row } from '@/store/rows'
import { below } from '@/ui/menu/useContextMenu'
import type { Acting } from './Actions'

/** What a letter does is said with the menu of a message. */
const isLetter = (key: string) => /^([refstc +]|delete)$/i.test(key)

const isPlain = (event: KeyboardEvent) => !event.ctrlKey && !event.metaKey && !event.altKey
const isMenuKey = (event: KeyboardEvent) =>
  (event.shiftKey && event.key === 'F10') || event.key === 'ContextMenu' || event.key === 'Enter'

/** Where an arrow, Home or End leads to from one of several elements. */
function neighbor<T>(all: readonly T[], now: number, key: string): { to: T | undefined } | undefined {
  switch (key) {
    case 'ArrowUp':
      return { to: all[now - 1] }
    case 'ArrowDown':
      return { to: all[now + 1] }
    case 'Home':
      return { to: all[0] }
    case 'End':
      return { to: all.at(-1) }
    default:
      return undefined
  }
}

/** Sideways arrows go through what can be pressed in a message, its reactions among it; Escape goes back to it. */
function within(event: KeyboardEvent): boolean {
  const { activeElement } = document
  const article = activeElement?.closest<HTMLElement>('article')
  const sideways = event.key === 'ArrowRight' || event.key === 'ArrowLeft'
  if (!article || (!sideways && event.key !== 'Escape')) return false
  if (event.key === 'Escape') {
    if (activeElement === article) return false
    article.focus()
  } else {
    const all = [...article.querySelectorAll<HTMLElement>('a[href], button:not([tabindex="-1"])')]
    const now = all.findIndex(element => element === activeElement)
    const forward = (event.key === 'ArrowRight') !== (document.documentElement.dir === 'rtl')
    const next = forward ? now + 1 : now < 0 ? all.length - 1 : now - 1
    ;(all[next] ?? article).focus()
  }
  event.preventDefault()
  event.stopPropagation()
  return true
}

export function useRowKeys(
  scroller: RefObject<HTMLDivElement | null>,
  rows: readonly Row[],
  act: (acting: Acting) => void,
) {
  const [focused, setFocused] = useState<string>()
  const tabbable = rows.some(row => row.key === focused)
    ? focused
    : rows.findLast(row => row.kind !== 'missing' && row.kind !== 'start')?.key
  const mounted = rows.findIndex(row => row.key === focused)

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (isPlain(event) && within(event)) return
    const articles = [...(scroller.current?.querySelectorAll<HTMLElement>('article') ?? [])]
    const now = articles.findIndex(article => article === document.activeElement)
    const article = articles[now]
    if (!article) return
    const next = neighbor(articles, now, event.key)
    if (next) {
      event.preventDefault()
      next.to?.focus()
      return
    }
    if (event.target !== article) return
    const row = rows.find(line => line.key === focused)
    if (isPlain(event) && preferences.getState().letterKeys && isLetter(event.key)) {
      if (row?.kind !== 'message') return
      event.preventDefault()
      act({ row, at: below(article), key: event.key.toLowerCase() })
    } else if (isMenuKey(event)) {
      if (!row) return
      const box = article.getBoundingClientRect()
      event.preventDefault()
      act({ row, at: { x: box.left + box.width / 2, y: box.top + box.height / 2 } })
    }
  }

  const onFocus = (event: FocusEvent<HTMLDivElement>) => {
    const key = event.target.closest<HTMLElement>('[data-row]')?.dataset.row
    if (key) setFocused(key)
  }

  return { tabbable, keepMounted: mounted < 0 ? undefined : [mounted], onKeyDown, onFocus }
}
