// What to say when something was refused. Knows the few codes a reader can do something about.
import { t } from './index'

interface Fault {
  readonly code?: unknown
  readonly status?: unknown
  readonly retryAfter?: unknown
  readonly message?: unknown
}

export function faultText(fault: unknown): string {
  const { code, retryAfter, message } = (typeof fault === 'object' && fault !== null ? fault : {}) as Fault
  if (code === 'offline' || code === 'unavailable') return t('app.offline')
  if (code === 'rate_limited') return t('app.limited', { seconds: typeof retryAfter === 'number' ? retryAfter : 0 })
  // The server's own words are in English, but say more than we could.
  if (typeof code === 'string' && typeof message === 'string' && message !== code) return message
  return t('app.failed')
}
