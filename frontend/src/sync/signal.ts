// A signal has the listeners of one kind of event.

export interface Signal<T extends readonly unknown[]> {
  /** Returns what takes the listener off again. */
  on(listener: (...event: T) => void): () => void
  emit(...event: T): void
}

export function createSignal<T extends readonly unknown[]>(): Signal<T> {
  const listeners = new Set<(...event: T) => void>()
  return {
    on(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    emit(...event) {
      for (const listener of listeners) listener(...event)
    },
  }
}
