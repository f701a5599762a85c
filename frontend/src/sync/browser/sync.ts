// This puts the synchronization of the page together from the browser's parts: the one place where it is made.
import { newId } from '@/lib/ids'
import { api, ask, socketUrl } from '@/protocol/http'
import { openCache } from '@/store/cache'
import { preferences } from '@/store/preferences'
import { store } from '@/store/store'
import { wallClock } from '../clock'
import { createKeeper } from '../keeper'
import type { Elect } from '../leadership'
import { createPace } from '../pace'
import { rest } from '../rest'
import { type Ears, type Line, type Network, Socket } from '../socket'
import { createSync } from '../sync'
import { channel, session } from './session'

const LOCK = 'parlance-socket'
/** A request into a network that went away is answered by nothing, for minutes. */
const TICKET_MS = 8000

/** Without locks every tab leads. */
const elect: Elect = (work, busy) => {
  const { locks } = navigator
  if (!locks) return void work()
  void locks.request(LOCK, { ifAvailable: true }, async lock => {
    if (lock) return work()
    busy()
    void locks.request(LOCK, work)
  })
}

const network: Network = {
  ticket: async () => (await ask(api.POST('/api/v1/ws/ticket', { signal: AbortSignal.timeout(TICKET_MS) }))).ticket,
  connect: ticket => new WebSocket(socketUrl(), ['parlance.v1', `ticket.${ticket}`]),
  refresh: () => session.accessToken(),
  offline: () => navigator.onLine === false,
  watch({ online, offline, seen }) {
    const look = () => {
      if (document.visibilityState === 'visible') seen()
    }
    addEventListener('online', online)
    addEventListener('offline', offline)
    document.addEventListener('visibilitychange', look)
    return () => {
      removeEventListener('online', online)
      removeEventListener('offline', offline)
      document.removeEventListener('visibilitychange', look)
    }
  },
}

function beforeDrawing(run: () => void) {
  if (document.hidden) return queueMicrotask(run)
  // A page that goes out of view is not drawn again.
  const now = () => {
    cancelAnimationFrame(drawing)
    document.removeEventListener('visibilitychange', now)
    run()
  }
  const drawing = requestAnimationFrame(now)
  document.addEventListener('visibilitychange', now)
}

/** A socket whose frames are heard as fast as the page is drawn. */
function paced(ears: Ears): Line {
  const pace = createPace<Parameters<Ears['frame']>>({
    beforeDrawing,
    apply: heard =>
      store.together(() => {
        for (const [frame, text] of heard) ears.frame(frame, text)
      }),
  })
  const socket = new Socket({ ...ears, frame: (...heard) => pace.take(heard) }, network, wallClock)
  const stop = () => {
    pace.clear()
    socket.stop()
  }
  return {
    get open() {
      return socket.open
    },
    start: () => socket.start(),
    stop,
    now: socket.now,
    caughtUp: () => socket.caughtUp(),
    again: after => socket.again(after),
    ask: frame => socket.ask(frame),
    tell: frame => socket.tell(frame),
  }
}

export const sync = createSync({
  store,
  cache: createKeeper(openCache, () => !preferences.getState().forget),
  channel,
  session,
  rest,
  socket: paced,
  elect,
  clock: wallClock,
  tab: newId(),
  onPageHide(run) {
    addEventListener('pagehide', run)
    return () => removeEventListener('pagehide', run)
  },
})
