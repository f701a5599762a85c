// This asks for translations, a few at a time. While the engine is away, it asks only for what a person taps.
import { currentLocale } from '@/i18n'
import { faultText } from '@/i18n/fault'
import { asProblem } from '@/protocol/problem'
import * as server from '@/server/translation'
import { preferences } from '@/store/preferences'
import type { Message } from '@/store/state'
import { read } from '@/store/store'
import { setMade } from './translations'

const AT_ONCE = 3
const PAUSE_MS = 30_000

let running = 0
let pausedUntil = 0
const waiting: (() => void)[] = []

/** The language a person reads in, unless they chose one for the chat. */
export const usualTarget = () =>
  preferences.getState().translateTo ?? read().me?.native_languages[0] ?? currentLocale().slice(0, 2)

export async function requestTranslation(message: Message, target: string, byItself = false) {
  const wording = message.text
  if (!wording) return
  const base = { wording, target }
  if (byItself && Date.now() < pausedUntil) return setMade(message, { ...base, state: 'failed' })
  setMade(message, { ...base, state: 'busy' })
  if (running >= AT_ONCE) await new Promise<void>(resolve => waiting.push(resolve))
  running += 1
  try {
    const made = await server.translate(message.chat_id, message.seq, target)
    setMade(message, { ...base, ...made, state: 'done' })
  } catch (fault) {
    const { code } = asProblem(fault)
    const away = code === 'translation_unavailable'
    if (away) pausedUntil = Date.now() + PAUSE_MS
    setMade(message, { ...base, state: 'failed', text: away ? undefined : faultText(fault) })
  } finally {
    running -= 1
    waiting.shift()?.()
  }
}
