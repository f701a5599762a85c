// A place is where a reader left a chat in this visit. A jump from it is remembered, so that one comes back.
import { createStore } from 'zustand/vanilla'

/** A message, and how far its top was below the top of the view. */
export interface Place {
  readonly seq: number
  readonly below: number
}

const left = new Map<string, Place>()
export const leftAt = (chatId: string) => left.get(chatId)
export function leaveAt(chatId: string, place: Place | undefined) {
  if (place) left.set(chatId, place)
  else left.delete(chatId)
}

/** Where the jumps of one chat began, the last one last; `end` is where nothing is newer. */
interface Ways {
  readonly chatId?: string
  readonly back: readonly (Place | 'end')[]
}
const MOST = 20

export const ways = createStore<Ways>(() => ({ back: [] }))
export const waysBack = (all: Ways, chatId: string) => (all.chatId === chatId ? all.back : [])

/** A jump begins here. */
export function depart(chatId: string) {
  const before = waysBack(ways.getState(), chatId)
  const back: Ways['back'] = [...before, left.get(chatId) ?? ('end' as const)].slice(-MOST)
  ways.setState({ chatId, back })
}

/** The chat whose reader is on the way back: the view waits for the part they left. */
let returning: string | undefined
export const isReturning = (chatId: string) => returning === chatId
export const arrived = () => {
  returning = undefined
}

/** Where the last jump began; the chat opens there the next time it is placed. */
export function comeBack(chatId: string): Place | 'end' | undefined {
  const back = waysBack(ways.getState(), chatId)
  const last = back.at(-1)
  if (last === undefined) return undefined
  ways.setState({ chatId, back: back.slice(0, -1) })
  leaveAt(chatId, last === 'end' ? undefined : last)
  returning = chatId
  return last
}

/** Another chat is open: there is no way back into one that was left. */
export const stayIn = (chatId: string) => {
  if (ways.getState().chatId !== chatId) ways.setState({ chatId, back: [] })
}
