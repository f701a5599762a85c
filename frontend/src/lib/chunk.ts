// A chunk is a part of the application that is loaded when it is shown, or before that, when the browser has nothing
// else to do. One that could not be loaded is asked for again; React's own `lazy` would remember the failure for ever.
import { type ComponentType, createElement, use } from 'react'

/** There is no network, or the server has a newer version with other names. */
export class ChunkFault extends Error {
  override readonly name = 'ChunkFault'
}

const loads: (() => Promise<unknown>)[] = []
const failed = new Set<() => void>()

/** What failed is loaded anew when it is drawn the next time. */
export function forgetFailed() {
  for (const forget of failed) forget()
  failed.clear()
}

/** A component in a chunk of its own. One that few people need is not loaded before it is shown. */
export function chunk<P extends object>(
  load: () => Promise<{ default: ComponentType<P> }>,
  { rare = false } = {},
): ComponentType<P> {
  let asked: Promise<ComponentType<P>> | undefined
  const forget = () => {
    asked = undefined
  }
  const ask = () => {
    if (asked) return asked
    const loading = load().then(
      module => module.default,
      fault => {
        failed.add(forget)
        throw new ChunkFault(String(fault))
      },
    )
    // In React's own words: one that is there already is drawn at once, without a moment of waiting.
    loading.then(
      value => Object.assign(loading, { status: 'fulfilled', value }),
      () => undefined,
    )
    asked = loading
    return asked
  }
  if (!rare) loads.push(ask)
  return props => createElement(use(ask()), props)
}

/** Loads one chunk after the other, those that come with a chunk included. Ends at the first that cannot be had. */
export async function loadAll(idle: () => Promise<void>) {
  for (let next = 0; next < loads.length; next += 1) {
    await idle()
    await loads[next]?.()
  }
}
