// The one store of the application. Components read it by `useStore`; it is written only by functions of this folder,
// which `sync` and the features call.
import { useStore as useZustand } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { initial, type State } from './state'

export const store = createStore<State>(() => initial)

export const read = () => store.getState()
export const change = (step: (state: State) => State) => store.setState(step, true)

export function useStore<T>(pick: (state: State) => T): T {
  return useZustand(store, pick)
}

/** A copy of a record with one entry set, or without it when the value is undefined. */
export function put<T>(record: Readonly<Record<string, T>>, key: string, value: T | undefined) {
  const { [key]: _, ...rest } = record
  return value === undefined ? rest : { ...rest, [key]: value }
}
