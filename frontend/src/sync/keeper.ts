// The synchronization uses the cache through this: it is opened when it is needed and allowed, and is no obstacle when
// the browser has no storage. Then everything works from memory.
import {
  type Cache,
  dropOutgoing,
  keep,
  keepDraft,
  keepOutgoing,
  type Loaded,
  load,
  type Standing,
  wipe,
} from '@/store/cache'
import type { Outgoing, State } from '@/store/state'

export interface Keeper {
  /** Whether there is a cache to write to. */
  open(): boolean
  /** Opens the cache and reads it; nothing if it cannot or must not be used. */
  load(): Promise<Loaded | undefined>
  keep(before: State | undefined, now: State, standing: Standing): void
  keepOutgoing(item: Outgoing): void
  dropOutgoing(clientId: string): void
  keepDraft(chatId: string, text: string | undefined): void
  wipe(): Promise<void>
  /** Everything that was given so far is on the disk. */
  settled(): Promise<void>
}

export function createKeeper(openCache: () => Promise<Cache>, allowed: () => boolean): Keeper {
  let cache: Cache | undefined
  return {
    open: () => cache !== undefined && allowed(),
    async load() {
      if (!allowed()) return undefined
      try {
        cache ??= await openCache()
        return await load(cache)
      } catch {
        // What cannot be opened is of no use to anyone: begin with nothing.
        if (cache) await wipe(cache).catch(() => undefined)
        return undefined
      }
    },
    keep(before, now, standing) {
      if (cache && allowed()) void keep(cache, before, now, standing)
    },
    keepOutgoing(item) {
      if (cache && allowed()) void keepOutgoing(cache, item)
    },
    dropOutgoing(clientId) {
      if (cache) void dropOutgoing(cache, clientId)
    },
    keepDraft(chatId, text) {
      if (cache && allowed()) void keepDraft(cache, chatId, text)
    },
    async settled() {
      await cache?.turn
    },
    async wipe() {
      if (cache) await wipe(cache)
    },
  }
}
