// A context menu opens by the right button, by the menu key, or by a finger that rests: not every system makes an event
// of its own of that.
import { type MouseEvent, type PointerEvent, useEffect, useRef } from 'react'
import './hold.css'

export interface Point {
  readonly x: number
  readonly y: number
}

const HOLD_MS = 450
/** A finger that rests still trembles. */
const STILL_PX = 10

/** Where a menu of this control opens: below it, from the side where text begins. */
export function below(element: Element, gap = 4): Point {
  const { left, right, bottom } = element.getBoundingClientRect()
  return { x: document.documentElement.dir === 'rtl' ? right : left, y: bottom + gap }
}

/** Drops the click that a finger leaves behind when it is lifted; a key's click has no such detail. */
export function dropClick() {
  const drop = (event: Event) => {
    if ((event as globalThis.MouseEvent).detail === 0) return
    event.preventDefault()
    event.stopPropagation()
    end()
  }
  const end = () => {
    removeEventListener('click', drop, { capture: true })
    removeEventListener('pointerdown', end, { capture: true })
  }
  addEventListener('click', drop, { capture: true })
  addEventListener('pointerdown', end, { capture: true })
}

/** Text that is selected here keeps the menu of the browser, which copies it. */
function isSelected(element: Element): boolean {
  const selection = getSelection()
  return selection !== null && !selection.isCollapsed && selection.containsNode(element, true)
}

/** What an element needs to open a menu; nothing without one. */
export function useContextMenu(open: ((at: Point) => void) | undefined) {
  const held = useRef<{ timer: ReturnType<typeof setTimeout>; x: number; y: number }>(undefined)
  const opened = useRef(false)
  const release = () => {
    clearTimeout(held.current?.timer)
    held.current = undefined
  }
  useEffect(() => () => clearTimeout(held.current?.timer), [])
  if (!open) return {}
  return {
    'data-holds': true,
    onContextMenu(event: MouseEvent) {
      release()
      // A finger that rested has opened it already.
      if (opened.current) return event.preventDefault()
      if (isSelected(event.currentTarget)) return
      event.preventDefault()
      const { left, width, bottom } = event.currentTarget.getBoundingClientRect()
      // A key opens it without a place of its own.
      const byKey = event.clientX === 0 && event.clientY === 0
      open(byKey ? { x: left + width / 2, y: bottom - 8 } : { x: event.clientX, y: event.clientY })
    },
    onPointerDown({ pointerType, isPrimary, clientX: x, clientY: y }: PointerEvent) {
      release()
      opened.current = false
      if (pointerType === 'mouse' || !isPrimary) return
      const timer = setTimeout(() => {
        held.current = undefined
        opened.current = true
        dropClick()
        open({ x, y })
      }, HOLD_MS)
      held.current = { timer, x, y }
    },
    onPointerMove({ clientX, clientY }: PointerEvent) {
      const from = held.current
      if (from && Math.hypot(clientX - from.x, clientY - from.y) > STILL_PX) release()
    },
    onPointerUp: release,
    onPointerCancel: release,
  }
}
