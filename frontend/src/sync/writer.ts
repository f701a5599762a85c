// The tab with the socket writes the cache, a little after each change, and when the page goes.
import type { State } from '@/store/state'
import type { Store } from '@/store/store'
import type { Clock } from './clock'
import type { Keeper } from './keeper'
import type { Cursor } from './resume'

const WRITE_MS = 1000

export interface WriterParts {
  readonly store: Store
  readonly cache: Pick<Keeper, 'open' | 'keep'>
  readonly clock: Clock
  readonly cursor: Cursor
  leading(): boolean
  /** Runs when the page goes, until it is taken back. */
  onPageHide(run: () => void): () => void
}

export function createWriter({ store, cache, clock, cursor, leading, onPageHide }: WriterParts) {
  let written: State | undefined
  let due = false
  let stop: (() => void) | undefined

  function write() {
    due = false
    const now = store.read()
    // Before the database is known there is nothing to come back to.
    if (!cache.open() || !leading() || !now.listed || !cursor.epoch) return
    const before = written
    written = now
    cache.keep(before, now, { ...cursor, me: now.me, sessionId: now.sessionId })
  }

  return {
    start() {
      if (stop) return
      const unsubscribe = store.subscribe(() => {
        if (due) return
        due = true
        clock.after(WRITE_MS, write)
      })
      const show = onPageHide(write)
      stop = () => {
        unsubscribe()
        show()
      }
    },
    stop() {
      stop?.()
      stop = undefined
      written = undefined
    },
  }
}
