// This hook lets the gestures of a thread act on its messages. They come soon after the thread.
import { type RefObject, useEffect, useRef } from 'react'
import type { Row } from '@/store/rows'
import type { Message } from '@/store/state'

export function useGestures(
  scroller: RefObject<HTMLElement | null>,
  rows: readonly Row[],
  onAbout: (kind: 'reply', message: Message) => void,
) {
  const now = useRef({ rows, onAbout })
  now.current = { rows, onAbout }
  useEffect(() => {
    const element = scroller.current
    if (!element) return undefined
    const of = ({ dataset }: HTMLElement) => {
      const row = now.current.rows.find(one => one.kind === 'message' && one.message.seq === Number(dataset.seq))
      return row?.kind === 'message' ? row.message : undefined
    }
    let [stop, gone] = [() => undefined as void, false]
    const listening = async () => {
      const [{ listen }, { react, favorites }] = await Promise.all([import('./gestures'), import('./react')])
      if (gone) return
      stop = listen(element, {
        reply(article) {
          const message = of(article)
          if (message) now.current.onAbout('reply', message)
        },
        react(article) {
          const message = of(article)
          const [first] = favorites(1)
          if (message && first) react(message, first)
        },
      })
    }
    // Without them everything is done by the menu as well.
    void listening().catch(() => undefined)
    return () => {
      gone = true
      stop()
    }
  }, [scroller])
}
