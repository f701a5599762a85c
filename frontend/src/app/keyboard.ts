// Every key of the application stands here as data; the handler and the help are made from it. Pure.
import type { Key } from '@/i18n'

export type Action =
  | 'palette'
  | 'search'
  | 'find'
  | 'previous'
  | 'next'
  | 'region'
  | 'regionBack'
  | 'newChat'
  | 'newGroup'
  | 'info'
  | 'settings'
  | 'help'

interface Shortcut {
  readonly action: Action
  readonly text: Key
  readonly key: string
  readonly ctrl?: boolean
  readonly alt?: boolean
  readonly shift?: boolean
}

export const SHORTCUTS: readonly Shortcut[] = [
  { action: 'palette', text: 'keys.palette', key: 'k', ctrl: true },
  { action: 'search', text: 'keys.search', key: 'f', ctrl: true, shift: true },
  { action: 'find', text: 'search.here', key: 'f', ctrl: true },
  { action: 'previous', text: 'keys.previous', key: 'ArrowUp', alt: true },
  { action: 'next', text: 'keys.next', key: 'ArrowDown', alt: true },
  { action: 'region', text: 'keys.region', key: 'F6' },
  { action: 'regionBack', text: 'keys.regionBack', key: 'F6', shift: true },
  { action: 'newChat', text: 'keys.newChat', key: 'n', ctrl: true, alt: true },
  { action: 'newGroup', text: 'keys.newGroup', key: 'g', ctrl: true, alt: true },
  { action: 'info', text: 'keys.info', key: 'r', ctrl: true, alt: true },
  { action: 'settings', text: 'keys.settings', key: ',', ctrl: true },
  { action: 'help', text: 'keys.help', key: '/', ctrl: true },
]

export interface Pressed {
  readonly key: string
  readonly code: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

/** The letter of the key's place, for layouts without Latin letters. */
const placed = (code: string) =>
  code.startsWith('Key') ? code.slice(3).toLowerCase() : code === 'Comma' ? ',' : code === 'Slash' ? '/' : ''

export function actionOf(pressed: Pressed): Action | undefined {
  const typed = pressed.key.length === 1 ? pressed.key.toLowerCase() : pressed.key
  // Alt makes other characters of letters on some systems, so the place counts there as well.
  const latin = /^[\x20-\x7e]$/.test(typed) && !pressed.altKey
  const names = [typed, ...(latin ? [] : [placed(pressed.code)])]
  return SHORTCUTS.find(
    shortcut =>
      names.includes(shortcut.key) &&
      (shortcut.ctrl ?? false) === (pressed.ctrlKey || pressed.metaKey) &&
      (shortcut.alt ?? false) === pressed.altKey &&
      (shortcut.shift ?? false) === pressed.shiftKey,
  )?.action
}

export function shown(shortcut: Shortcut): readonly string[] {
  const key = { ArrowUp: '↑', ArrowDown: '↓' }[shortcut.key] ?? shortcut.key.toUpperCase()
  return [shortcut.ctrl && 'Ctrl', shortcut.alt && 'Alt', shortcut.shift && 'Shift', key].filter(
    part => typeof part === 'string',
  )
}
