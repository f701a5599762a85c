// This says whose presence to watch. What all tabs watch goes through the one that has the socket.
import * as v from 'valibot'
import { readAs } from '@/protocol/frames'
import type { Store } from '@/store/store'
import type { Channel } from './channel'
import type { Line } from './socket'

const MOST_WATCHED = 500

const answer = v.object({ online: v.array(v.string()) })

export interface PresenceParts {
  readonly store: Store
  readonly channel: Channel
  /** The name of this tab among the others. */
  readonly tab: string
  /** The socket, in the tab that has it. */
  line(): Pick<Line, 'open' | 'ask'> | undefined
}

export function createPresence({ store, channel, tab, line }: PresenceParts) {
  const watchedByTab = new Map<string, readonly string[]>()
  const own = new Map<string, readonly string[]>()
  const all = () => [...new Set([...own.values()].flat())]
  let watched = ''

  /** Tells the server the whole list, if it is another than before; `anew` even if not. */
  async function update(anew = false) {
    const through = line()
    if (!through?.open) return
    const ids = [...new Set([...watchedByTab.values()].flat())].slice(0, MOST_WATCHED).sort()
    const list = ids.join()
    if (list === watched && !anew) return
    watched = list
    try {
      const found = readAs(answer, await through.ask({ type: 'presence.watch', user_ids: ids }))
      if (found) show(ids, new Set(found.online))
    } catch {
      watched = ''
    }
  }

  function show(ids: readonly string[], online: ReadonlySet<string>) {
    store.change(state => {
      const presence = { ...state.presence }
      for (const id of ids) {
        const known = presence[id]
        if (known?.online !== online.has(id))
          presence[id] = { online: online.has(id), lastSeen: known?.lastSeen ?? null }
      }
      return { ...state, presence }
    })
  }

  return {
    update,
    /** The people whose presence a view of this tab shows; replaces what that view said before. */
    watch(view: string, ids: readonly string[]) {
      own.set(view, ids)
      watchedByTab.set(tab, all())
      if (line()) void update()
      else channel.say({ kind: 'watch', tab, ids: all() })
    },
    repeatWatched: () => channel.say({ kind: 'watch', tab, ids: all() }),
    takeWish(from: string, ids: readonly string[]) {
      watchedByTab.set(from, ids)
      void update()
    },
    /** Another socket knows of no wish yet. */
    reset() {
      watched = ''
    },
  }
}
