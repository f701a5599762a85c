// Every format stands here once: the bar, the keys and the help are made from it.
import type { Key } from '@/i18n'
import type { Format } from './format'

interface Entry {
  readonly format: Format
  readonly text: Key
  /** How it is written. */
  readonly sign: string
  /** With Ctrl, or with Ctrl and Shift for a capital. */
  readonly key?: string
}

export const FORMATS: readonly Entry[] = [
  { format: 'bold', text: 'write.bold', sign: '**…**', key: 'b' },
  { format: 'italic', text: 'write.italic', sign: '*…*', key: 'i' },
  { format: 'strike', text: 'write.strike', sign: '~~…~~', key: 'X' },
  { format: 'code', text: 'write.code', sign: '`…`', key: 'e' },
  { format: 'spoiler', text: 'write.spoiler', sign: '||…||', key: 'L' },
  { format: 'quote', text: 'write.quote', sign: '> …', key: '.' },
  { format: 'list', text: 'write.list', sign: '- …' },
]

export const keysOf = (key: string | undefined): readonly string[] =>
  key ? ['Ctrl', ...(/[A-Z.]/.test(key) ? ['Shift'] : []), key.toUpperCase()] : []
