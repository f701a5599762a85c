// This says what a closed socket means for the next one. Pure.
import { backoff, UNREACHABLE_MS } from '@/lib/backoff'

export type Next =
  | { do: 'retry'; after: number; refresh?: boolean }
  | { do: 'stop'; phase: 'replaced' | 'refused' }
  | { do: 'end' }

/** Seconds as decimal text in the reason of 1001 and 4429. */
const seconds = (reason: string) => {
  const found = Number.parseFloat(reason)
  return Number.isFinite(found) && found >= 0 ? found * 1000 : undefined
}

export function afterClose(code: number, reason: string, failures: number, random = Math.random): Next {
  switch (code) {
    case 1001:
    case 4429: {
      const asked = seconds(reason)
      return { do: 'retry', after: asked === undefined ? backoff(failures, random) : asked + random() * 1000 }
    }
    case 4401:
      return { do: 'retry', after: failures > 1 ? backoff(failures, random) : 0, refresh: true }
    case 4403:
      return { do: 'stop', phase: 'refused' }
    case 4409:
      return { do: 'stop', phase: 'replaced' }
    case 4410:
      return { do: 'end' }
    case 4508:
      return { do: 'retry', after: failures > 1 ? backoff(failures, random) : 0 }
    // 1006: cut, or never open.
    default:
      return { do: 'retry', after: backoff(failures, random, UNREACHABLE_MS) }
  }
}
