// Whom to watch, and people whose names are needed. All tabs' wishes go through the one that has the socket.

import * as v from 'valibot'
import { newId } from '@/lib/ids'
import { readAs } from '@/protocol/frames'
import { asProblem } from '@/protocol/problem'
import { withUsers } from '@/store/apply'
import { change, read } from '@/store/store'
import { say } from './channel'
import { getUser } from './rest'
import type { Socket } from './socket'

const MOST_WATCHED = 500
const tab = newId()
const wishes = new Map<string, readonly string[]>()
let socket: Socket | undefined
let told = ''

export const watchThrough = (next: Socket | undefined) => {
  socket = next
  told = ''
}

/** The people whose presence this tab shows; replaces what it said before. */
export function watch(ids: readonly string[]) {
  wishes.set(tab, ids)
  if (socket) void update()
  else say({ kind: 'watch', tab, ids })
}

export const repeatWish = () => say({ kind: 'watch', tab, ids: wishes.get(tab) ?? [] })

export function hearWish(from: string, ids: readonly string[]) {
  wishes.set(from, ids)
  void update()
}

const answer = v.object({ online: v.array(v.string()) })

/** Tells the server the whole list, if it is another than before; `anew` even if not. */
export async function update(anew = false) {
  if (!socket?.open) return
  const ids = [...new Set([...wishes.values()].flat())].slice(0, MOST_WATCHED).sort()
  const list = ids.join()
  if (list === told && !anew) return
  told = list
  try {
    const found = readAs(answer, await socket.ask({ type: 'presence.watch', user_ids: ids }))
    if (!found) return
    const online = new Set(found.online)
    change(state => {
      const presence = { ...state.presence }
      for (const id of ids) {
        const known = presence[id]
        if (known?.online !== online.has(id))
          presence[id] = { online: online.has(id), lastSeen: known?.lastSeen ?? null }
      }
      return { ...state, presence }
    })
  } catch {
    told = ''
  }
}

const asked = new Set<string>()

/** Looks up people who are named somewhere and not known yet. */
export function need(ids: Iterable<string>) {
  for (const id of ids) {
    if (!id || asked.has(id) || read().users[id]) continue
    asked.add(id)
    getUser(id)
      .then(user => change(state => withUsers(state, [user])))
      .catch(fault => {
        if (asProblem(fault).passing) asked.delete(id)
      })
  }
}
