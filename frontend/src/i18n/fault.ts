// This says in the reader's language why a request was rejected. It knows the codes; the server's own words are English
// and for programs.
import { knows, t } from './index'

/** Seconds beyond which a wait is told in minutes. */
const LONG = 120

interface Fault {
  readonly code?: unknown
  readonly retryAfter?: unknown
  readonly body?: unknown
}
interface Wrong {
  readonly pointer: string
  readonly code: string
}

const asFault = (fault: unknown) => (typeof fault === 'object' && fault !== null ? fault : {}) as Fault
const wrongs = (fault: unknown): readonly Wrong[] => {
  const { body } = asFault(fault)
  return (body as { errors?: readonly Wrong[] } | undefined)?.errors ?? []
}
const wrongText = ({ code }: Wrong) => {
  const key = `wrong.${code}`
  return knows(key) ? t(key) : knows('wrong.other') ? t('wrong.other') : t('app.failed')
}

export function faultText(fault: unknown): string {
  const { code, retryAfter } = asFault(fault)
  if (code === 'offline' || code === 'unavailable') return t('app.offline')
  if (code === 'rate_limited') {
    const seconds = typeof retryAfter === 'number' ? retryAfter : 0
    return seconds > LONG
      ? t('app.limitedMinutes', { minutes: Math.ceil(seconds / 60) })
      : t('app.limited', { seconds })
  }
  const [first] = wrongs(fault)
  if (first) return wrongText(first)
  const key = `fault.${String(code)}`
  return knows(key) ? t(key) : t('app.failed')
}

/** What is wrong with one field of the body that was sent. */
export function fieldText(fault: unknown, pointer: string): string | undefined {
  const found = wrongs(fault).find(error => error.pointer === pointer || error.pointer.startsWith(`${pointer}/`))
  return found && wrongText(found)
}
