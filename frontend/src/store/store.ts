// The application has one store. Components read it by `useStore`; it is written only by functions of this folder,
// which `sync` and the features call.
import { useStore as useZustand } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { initial, type State } from './state'

export interface Store {
  read(): State
  change(step: (state: State) => State): void
  /** Makes several changes that are seen as one. */
  together(work: () => void): void
  subscribe(run: () => void): () => void
}

function over(inner: StoreApi<State>): Store {
  // What is being changed together, and not seen by others yet.
  let held: State | undefined
  return {
    read: () => held ?? inner.getState(),
    change(step) {
      if (held) held = step(held)
      else inner.setState(step, true)
    },
    together(work) {
      if (held) return work()
      held = inner.getState()
      try {
        work()
      } finally {
        const next = held
        held = undefined
        inner.setState(next, true)
      }
    },
    subscribe: inner.subscribe,
  }
}

/** A store beside the one of the application; tests begin with an empty one. */
export const newStore = (start: State = initial): Store => over(createStore<State>(() => start))

const inner = createStore<State>(() => initial)
export const store = over(inner)
export const { read, change } = store

export function useStore<T>(pick: (state: State) => T): T {
  return useZustand(inner, pick)
}

/** A copy of a record with one entry set, or without it when the value is undefined. */
export function put<T>(record: Readonly<Record<string, T>>, key: string, value: T | undefined) {
  const { [key]: _, ...rest } = record
  return value === undefined ? rest : { ...rest, [key]: value }
}
