// The view of a thread does small things by itself: it shows the day while scrolling, flashes a message, holds the end
// when heights change, and counts what was read.
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { VirtualizerHandle } from 'virtua'
import type { Row } from '@/store/rows'
import { momentOf, seqOf } from './place'

const DAY_MS = 1500
const FLASH_MS = 1500
export const ACTED_MS = 500
const ACTS = ['wheel', 'touchmove', 'keydown', 'pointerdown'] as const
const UPWARD = /^(ArrowUp|PageUp|Home|Tab)$/

/** Whether this leads upwards; of a finger, and of a press on the bar, one only knows that it may. */
function leadsUp(event: Event): boolean {
  if (event instanceof WheelEvent) return event.deltaY < 0
  if (event instanceof KeyboardEvent) return UPWARD.test(event.key)
  return event.type === 'touchmove' || event.target === event.currentTarget
}
/** Nearer than this to the top, a day in the list takes the place of the pill. */
const INLINE_PX = 40

/** Shows which message was jumped to. The row one came from keeps no focus: it is out of view, and Escape leads back. */
export function useFlash(scroller: RefObject<HTMLElement | null>) {
  const [flash, setFlash] = useState<number>()
  const arriveAt = useCallback(
    (seq: number | undefined) => {
      const { activeElement } = document
      if (activeElement instanceof HTMLElement && scroller.current?.contains(activeElement)) activeElement.blur()
      setFlash(seq)
    },
    [scroller],
  )
  useEffect(() => {
    if (flash === undefined) return undefined
    const timer = setTimeout(() => setFlash(undefined), FLASH_MS)
    return () => clearTimeout(timer)
  }, [flash])
  return [flash, arriveAt] as const
}

export function useDayPill(rows: RefObject<readonly Row[]>) {
  const [day, setDay] = useState<{ at: number; shown: boolean }>()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const showDay = useCallback(
    (top: number, handle: VirtualizerHandle) => {
      const row = rows.current[top]
      const inline = hasDayAt(rows.current, top, handle)
      const at = row ? momentOf(row) : undefined
      clearTimeout(timer.current)
      // Above the first message there is no day to be told.
      if (at === undefined) return setDay(undefined)
      setDay(now => (now?.at === at && now.shown === !inline ? now : { at, shown: !inline }))
      timer.current = setTimeout(() => setDay(now => now && { ...now, shown: false }), DAY_MS)
    },
    [rows],
  )
  return { day, showDay }
}

/** Whether a day stands in the list where the pill would be. */
function hasDayAt(rows: readonly Row[], top: number, handle: VirtualizerHandle): boolean {
  for (let index = top; index < rows.length; index += 1) {
    const below = handle.getItemOffset(index) - handle.scrollOffset
    if (below >= INLINE_PX) return false
    if (rows[index]?.day !== undefined && below > -INLINE_PX) return true
  }
  return false
}

/** Tells whether a person has just done something that scrolls upwards. */
export function useActed(scroller: RefObject<HTMLElement | null>) {
  const last = useRef(Number.NEGATIVE_INFINITY)
  useEffect(() => {
    const element = scroller.current
    const act = (event: Event) => {
      if (leadsUp(event)) last.current = performance.now()
    }
    for (const event of ACTS) element?.addEventListener(event, act, { passive: true })
    return () => {
      for (const event of ACTS) element?.removeEventListener(event, act)
    }
  }, [scroller])
  return useCallback(() => performance.now() - last.current < ACTED_MS, [])
}

/** The view or a row changed its height. */
export function useStickToEnd(
  scroller: RefObject<HTMLDivElement | null>,
  stick: RefObject<boolean>,
  toBottom: () => void,
) {
  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return undefined
    const observer = new ResizeObserver(() => {
      if (stick.current) toBottom()
    })
    observer.observe(element)
    const content = element.lastElementChild
    if (content) observer.observe(content)
    return () => observer.disconnect()
  }, [scroller, stick, toBottom])
}

/** Marks what is in view as read, also in a chat that fits and is never scrolled. */
export function useLooked(
  list: RefObject<VirtualizerHandle | null>,
  rows: RefObject<readonly Row[]>,
  read: (seq: number) => void,
) {
  const looked = useCallback(() => {
    const handle = list.current
    if (!handle) return
    const { scrollOffset, viewportSize } = handle
    let index = handle.findItemIndex(scrollOffset + viewportSize)
    if (handle.getItemOffset(index) + handle.getItemSize(index) / 2 > scrollOffset + viewportSize) index -= 1
    for (; index >= 0; index -= 1) {
      const seq = seqOf(rows.current[index])
      if (seq !== undefined) return read(seq)
    }
  }, [list, rows, read])
  useEffect(() => {
    addEventListener('focus', looked)
    document.addEventListener('visibilitychange', looked)
    return () => {
      removeEventListener('focus', looked)
      document.removeEventListener('visibilitychange', looked)
    }
  }, [looked])
  return looked
}
