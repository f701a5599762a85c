// A server that comes back may be a newer one, and is asked. What a person may need later is loaded while there is a
// server to ask, when the browser has nothing else to do.
import { loadAll } from '@/lib/chunk'
import { store } from '@/store/store'
import { askVersion } from './version'

const IDLE_MS = 2000

export function keepUp() {
  const phase = () => store.read().connection.phase
  let before = phase()
  let loaded = false
  return store.subscribe(() => {
    const now = phase()
    if (now === before) return
    before = now
    if (now !== 'online') return
    askVersion()
    if (loaded || saving()) return
    loaded = true
    // Ends where the network does, and begins again with the next connection.
    loadAll(idle).catch(() => {
      loaded = false
    })
  })
}

const idle = () =>
  new Promise<void>(resolve => {
    if ('requestIdleCallback' in globalThis) requestIdleCallback(() => resolve(), { timeout: IDLE_MS })
    else setTimeout(resolve, IDLE_MS)
  })

/** A person who pays for every byte loads what they open. */
const saving = () => {
  const { connection } = navigator as { connection?: { saveData?: boolean } }
  return connection?.saveData === true
}
