// This hook knows where the view of a thread is, and when it may move: at the bottom it follows, anywhere else it
// stays.
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { VirtualizerHandle } from 'virtua'
import { t } from '@/i18n'
import { arrived, leaveAt } from '@/store/places'
import type { Row } from '@/store/rows'
import { toast } from '@/ui/toasts/Toasts'
import { placeAt, placeFor } from './place'
import { useArriving } from './useArriving'
import type { useThread } from './useThread'
import { ACTED_MS, useActed, useDayPill, useFlash, useLooked, useStickToEnd } from './useView'

const BOTTOM_PX = 24
const BUTTON_PX = 50
const EDGE_ROWS = 20

interface Options {
  chatId: string
  rows: readonly Row[]
  target: number | undefined
  data: ReturnType<typeof useThread>
}

interface Standing {
  chatId: string
  list: RefObject<VirtualizerHandle | null>
  scroller: RefObject<HTMLDivElement | null>
  stick: RefObject<boolean>
  placed: RefObject<string | null>
  before: RefObject<readonly Row[]>
  data: Options['data']
  looked: () => void
  showDay: (top: number, handle: VirtualizerHandle) => void
  setDown: (down: boolean) => void
}

/** Looks where the view stands: whether it follows the end, which edges are near, and what to come back to. */
function useStanding(standing: Standing) {
  const { chatId, list, scroller, stick, placed, before, data, looked, showDay, setDown } = standing
  const seen = useRef({ offset: 0, size: 0, room: 0 })
  const acted = useActed(scroller)
  const settling = useRef<ReturnType<typeof setTimeout>>(undefined)
  const again = useRef<() => void>(() => undefined)
  const { older, newer, complete } = data
  const stand = useCallback(
    (moved: boolean) => {
      const handle = list.current
      const element = scroller.current
      if (!handle || !element || placed.current === null) return
      const { scrollOffset, viewportSize } = handle
      // The element knows how high it is before the list is told.
      const { scrollTop, scrollHeight, clientHeight } = element
      const rest = scrollHeight - scrollTop - clientHeight
      const { offset, size, room } = seen.current
      seen.current = { offset: scrollTop, size: scrollHeight, room: clientHeight }
      const up = moved && scrollTop < offset
      clearTimeout(settling.current)
      // What else moves the view upwards are rows that shrink, and a view that grows.
      if (up && acted()) {
        // A wheel begins with a few pixels: only where it comes to rest this near, the end is followed again.
        stick.current = false
        if (rest < BOTTOM_PX) settling.current = setTimeout(() => again.current(), ACTED_MS)
      } else if (moved && rest < BOTTOM_PX && complete) stick.current = true
      else if (up && scrollHeight >= size && clientHeight <= room) stick.current = false
      setDown(rest > BUTTON_PX || !complete)
      const top = handle.findItemIndex(scrollOffset)
      if (top < EDGE_ROWS) older()
      if (handle.findItemIndex(scrollOffset + viewportSize) > before.current.length - EDGE_ROWS) newer()
      if (moved) showDay(top, handle)
      looked()
      leaveAt(chatId, stick.current ? undefined : placeAt(before.current, top, handle))
    },
    [list, scroller, acted, stick, placed, before, complete, older, newer, looked, showDay, setDown, chatId],
  )
  again.current = () => stand(true)
  return stand
}

/** Goes to the end, and follows it from there. */
function useBottom(scroller: RefObject<HTMLElement | null>, stick: RefObject<boolean>) {
  return useCallback(() => {
    stick.current = true
    // By the element: the list would go on scrolling while it measures, against a person who has begun to scroll. Rows
    // that turn out higher are followed like any others.
    const element = scroller.current
    if (element) element.scrollTop = element.scrollHeight
  }, [scroller, stick])
}

export function useScroll(
  list: RefObject<VirtualizerHandle | null>,
  scroller: RefObject<HTMLDivElement | null>,
  { chatId, rows, target, data }: Options,
) {
  const stick = useRef(true)
  const placed = useRef<string | null>(null)
  const before = useRef<readonly Row[]>([])
  const unread = useRef(data.firstUnread)
  const [down, setDown] = useState(false)
  const { day, showDay } = useDayPill(before)
  const [flash, arriveAt] = useFlash(scroller)
  const { read, complete, toEnd: loadEnd, undivide, jump } = data
  const wish = `${target}/${jump}`

  const bottom = useBottom(scroller, stick)

  const toEnd = useCallback(async () => {
    if (complete || (await loadEnd())) bottom()
    else toast(t('app.failed'))
  }, [complete, loadEnd, bottom])

  const arriving = useArriving(rows, before, stick)
  const shift = grewInFront(rows, before.current)

  useLayoutEffect(() => {
    const old = before.current
    before.current = rows
    if (rows.length === 0) return
    // What is read came later than what was cached, and the view has not been moved yet.
    const late = unread.current === undefined && data.firstUnread !== undefined && stick.current
    unread.current = data.firstUnread
    const fresh = placed.current !== wish || late
    if (fresh) {
      const place = placeFor(rows, chatId, target, data.firstUnread)
      if (place === 'later') return
      arrived()
      placed.current = wish
      if (place === 'bottom') return bottom()
      stick.current = false
      list.current?.scrollToIndex(
        place.index,
        place.centered ? { align: 'center' } : { align: 'start', offset: -place.below },
      )
      if (place.centered) arriveAt(target)
      return
    }
    if (justSent(rows, old)) {
      undivide()
      void toEnd()
    } else if (stick.current) bottom()
  }, [rows, target, wish, chatId, data.firstUnread, bottom, toEnd, undivide, list, arriveAt])

  useStickToEnd(scroller, stick, bottom)
  const looked = useLooked(list, before, read)

  const stand = useStanding({ chatId, list, scroller, stick, placed, before, data, looked, showDay, setDown })

  // New rows can bring an edge nearer, or be read, without any scrolling.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rows are the reason to look
  useEffect(() => {
    const frame = requestAnimationFrame(() => requestAnimationFrame(() => stand(false)))
    return () => cancelAnimationFrame(frame)
  }, [rows, stand])
  const onScroll = useCallback(() => stand(true), [stand])

  return { shift, onScroll, toEnd, down, day, flash, arriving }
}

/** Whether rows came in front: the same rows stay where they are. */
function grewInFront(rows: readonly Row[], old: readonly Row[]): boolean {
  const [first] = old
  return rows.length > 0 && first !== undefined && rows[0]?.key !== first.key && rows.at(-1)?.key === old.at(-1)?.key
}

/** Whether the last row is a message that was written here a moment ago. */
function justSent(rows: readonly Row[], old: readonly Row[]): boolean {
  const last = rows.at(-1)
  return last?.kind === 'pending' && last.item.state === 'sending' && !old.some(row => row.key === last.key)
}
