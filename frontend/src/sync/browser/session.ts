// This puts the session of the page together from the browser's parts. The way in loads this and not the rest of the
// synchronization.
import { forgetPicked } from '@/lib/picked'
import { api, ask, setProof } from '@/protocol/http'
import { store } from '@/store/store'
import { createChannel } from '../channel'
import { wallClock } from '../clock'
import { SessionControl } from '../session'

const FLAG = 'parlance.signed-in'

export const channel = createChannel(
  typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('parlance'),
)

/** Where nothing can be stored, the next visit begins at the sign-in. */
function attempt<T>(use: () => T): T | undefined {
  try {
    return use()
  } catch {
    return undefined
  }
}

export const session = new SessionControl({
  store,
  channel,
  clock: wallClock,
  rest: {
    refresh: () => ask(api.POST('/api/v1/auth/refresh', { body: {} })),
    async logOut() {
      await ask(api.POST('/api/v1/auth/logout', { body: {} }))
    },
  },
  flag: {
    raised: () => typeof attempt(() => localStorage.getItem(FLAG)) === 'string',
    raise: () => attempt(() => localStorage.setItem(FLAG, '1')),
    lower: () =>
      attempt(() => {
        localStorage.removeItem(FLAG)
        forgetPicked()
      }),
  },
  alone: async work => (navigator.locks ? navigator.locks.request('parlance-refresh', work) : work()),
})

setProof({ token: () => session.accessToken(), renewed: refused => session.accessToken(refused) })
