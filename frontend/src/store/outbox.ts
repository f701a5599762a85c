// This says what becomes of a message on its way out. Pure.
import type { Outgoing, State } from './state'
import { put } from './store'

/** Waits between automatic tries; afterwards only its author tries again. */
export const RETRY_MS = [1000, 3000, 9000]

export const withOutgoing = (state: State, item: Outgoing): State => ({
  ...state,
  outbox: put(state.outbox, item.clientId, item),
})

export const withoutOutgoing = (state: State, clientId: string): State => ({
  ...state,
  outbox: put(state.outbox, clientId, undefined),
})

/** Answered: stored, but shown as pending until the message itself comes in its place. */
export const settled = (item: Outgoing): Outgoing => ({ ...item, state: 'stored', refusal: undefined })

export const failed = (item: Outgoing, refusal: string): Outgoing => ({ ...item, state: 'failed', refusal })

export const again = (item: Outgoing): Outgoing => ({ ...item, state: 'sending', tries: 0, refusal: undefined })

/** What to do about a try that did not succeed: the wait before the next one, or undefined to give up. */
export function retryAfter(item: Outgoing): number | undefined {
  return RETRY_MS[item.tries]
}

export function nextToSend(outbox: State['outbox'], busy: ReadonlySet<string>): readonly Outgoing[] {
  return Object.values(outbox)
    .filter(item => item.state === 'sending' && !busy.has(item.clientId))
    .sort((a, b) => a.at - b.at)
}
