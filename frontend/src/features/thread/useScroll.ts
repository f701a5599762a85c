// Where the view of a thread stands, and when it may move: at the bottom it follows, anywhere else it stays.
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { VirtualizerHandle } from 'virtua'
import type { Row } from '@/store/rows'
import { leaveAt, leftAt, type Place, type useThread } from './useThread'

const BOTTOM_PX = 24
const BUTTON_PX = 50
const EDGE_ROWS = 20
const DIVIDER_PX = 64
const DAY_MS = 1500
const FLASH_MS = 1500

export const seqOf = (row: Row | undefined) =>
  row && (row.kind === 'message' || row.kind === 'service') ? row.message.seq : undefined

interface Options {
  chatId: string
  rows: readonly Row[]
  target: number | undefined
  data: ReturnType<typeof useThread>
}

export function useScroll(
  list: RefObject<VirtualizerHandle | null>,
  scroller: RefObject<HTMLDivElement | null>,
  { chatId, rows, target, data }: Options,
) {
  const stick = useRef(true)
  const seen = useRef({ offset: 0, size: 0 })
  const placed = useRef<number | undefined | null>(null)
  const before = useRef<readonly Row[]>([])
  const unread = useRef(data.firstUnread)
  const [down, setDown] = useState(false)
  const [day, setDay] = useState<{ at: number; shown: boolean }>()
  const [flash, setFlash] = useState<number>()
  const dayTimer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const { read, older, newer, complete, toEnd: loadEnd, undivide } = data

  const bottom = useCallback(() => {
    stick.current = true
    list.current?.scrollToIndex(Number.MAX_SAFE_INTEGER, { align: 'end' })
  }, [list])

  const toEnd = useCallback(async () => {
    if (!complete) await loadEnd()
    bottom()
  }, [complete, loadEnd, bottom])

  // Rows came in front: the same rows stay where they are.
  const first = before.current[0]
  const shift =
    rows.length > 0 &&
    first !== undefined &&
    rows[0]?.key !== first.key &&
    rows.at(-1)?.key === before.current.at(-1)?.key

  useLayoutEffect(() => {
    const old = before.current
    before.current = rows
    if (rows.length === 0) return
    // Where he stands came later than what was cached, and he has not gone anywhere yet.
    const late = unread.current === undefined && data.firstUnread !== undefined && stick.current
    unread.current = data.firstUnread
    const fresh = placed.current === null || placed.current !== target || late
    if (fresh) {
      const place = placeFor(rows, chatId, target, data.firstUnread)
      if (place === 'later') return
      placed.current = target
      if (place === 'bottom') return bottom()
      stick.current = false
      list.current?.scrollToIndex(
        place.index,
        place.centre ? { align: 'center' } : { align: 'start', offset: -place.below },
      )
      if (place.centre) setFlash(target)
      return
    }
    const last = rows.at(-1)
    const sent =
      last?.kind === 'pending' &&
      last.item.state === 'sending' &&
      last.key !== old.at(-1)?.key &&
      !old.some(row => row.key === last.key)
    if (sent) {
      undivide()
      void toEnd()
    } else if (stick.current) bottom()
  }, [rows, target, chatId, data.firstUnread, bottom, toEnd, undivide, list])

  useEffect(() => {
    if (flash === undefined) return undefined
    const timer = setTimeout(() => setFlash(undefined), FLASH_MS)
    return () => clearTimeout(timer)
  }, [flash])

  // The view or a row changed its height.
  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return undefined
    const observer = new ResizeObserver(() => {
      if (stick.current) bottom()
    })
    observer.observe(element)
    const content = element.lastElementChild
    if (content) observer.observe(content)
    return () => observer.disconnect()
  }, [scroller, bottom])

  // Nobody had to scroll to have read a chat that fits.
  const looked = useCallback(() => {
    const handle = list.current
    if (!handle) return
    const { scrollOffset, viewportSize } = handle
    let index = handle.findItemIndex(scrollOffset + viewportSize)
    if (handle.getItemOffset(index) + handle.getItemSize(index) / 2 > scrollOffset + viewportSize) index -= 1
    for (; index >= 0; index -= 1) {
      const seq = seqOf(before.current[index])
      if (seq !== undefined) return read(seq)
    }
  }, [list, read])

  useEffect(() => {
    addEventListener('focus', looked)
    document.addEventListener('visibilitychange', looked)
    return () => {
      removeEventListener('focus', looked)
      document.removeEventListener('visibilitychange', looked)
    }
  }, [looked])

  const showDay = useCallback((top: number, handle: VirtualizerHandle) => {
    const row = before.current[top]
    const inline = [top, top + 1].some(
      index =>
        before.current[index]?.day !== undefined && Math.abs(handle.getItemOffset(index) - handle.scrollOffset) < 40,
    )
    const at = row ? momentOf(row) : undefined
    clearTimeout(dayTimer.current)
    if (at === undefined) return
    setDay({ at, shown: !inline })
    dayTimer.current = setTimeout(() => setDay(now => now && { ...now, shown: false }), DAY_MS)
  }, [])

  const stand = useCallback(
    (moved: boolean) => {
      const handle = list.current
      if (!handle || placed.current === null) return
      const { scrollOffset, scrollSize, viewportSize } = handle
      const rest = scrollSize - scrollOffset - viewportSize
      const { offset, size } = seen.current
      seen.current = { offset: scrollOffset, size: scrollSize }
      // What grows never moves the view upwards: that is somebody scrolling.
      if (moved && rest < BOTTOM_PX && complete) stick.current = true
      else if (moved && scrollOffset < offset && scrollSize >= size) stick.current = false
      setDown(rest > BUTTON_PX || !complete)
      const top = handle.findItemIndex(scrollOffset)
      if (top < EDGE_ROWS) older()
      if (handle.findItemIndex(scrollOffset + viewportSize) > before.current.length - EDGE_ROWS) newer()
      if (moved) showDay(top, handle)
      looked()
      leaveAt(chatId, stick.current ? undefined : placeAt(before.current, top, handle))
    },
    [list, complete, older, newer, looked, showDay, chatId],
  )

  // New rows can bring an edge nearer, or be read, without anybody scrolling.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rows are the reason to look
  useEffect(() => {
    const frame = requestAnimationFrame(() => requestAnimationFrame(() => stand(false)))
    return () => cancelAnimationFrame(frame)
  }, [rows, stand])
  const onScroll = useCallback(() => stand(true), [stand])

  return { shift, onScroll, toEnd, down, day, flash, stick }
}

export function momentOf(row: Row): number | undefined {
  switch (row.kind) {
    case 'message':
    case 'service':
      return Date.parse(row.message.created_at)
    case 'pending':
      return row.item.at
    case 'start':
    case 'missing':
      return undefined
  }
}

function placeFor(rows: readonly Row[], chatId: string, target: number | undefined, firstUnread: number | undefined) {
  const indexOf = (seq: number) => rows.findIndex(row => seqOf(row) === seq)
  if (target !== undefined) {
    const index = indexOf(target)
    return index < 0 ? ('later' as const) : { index, centre: true, below: 0 }
  }
  const place = leftAt(chatId)
  if (place) {
    const index = indexOf(place.seq)
    if (index >= 0) return { index, centre: false, below: place.below }
  }
  const unread = firstUnread === undefined ? -1 : rows.findIndex(row => row.unread)
  return unread < 0 ? ('bottom' as const) : { index: unread, centre: false, below: DIVIDER_PX }
}

/** The message one is at, and where it stands in the view. */
function placeAt(rows: readonly Row[], top: number, handle: VirtualizerHandle): Place | undefined {
  for (let index = top; index < rows.length; index += 1) {
    const seq = seqOf(rows[index])
    if (seq !== undefined) return { seq, below: handle.getItemOffset(index) - handle.scrollOffset }
  }
  return undefined
}
