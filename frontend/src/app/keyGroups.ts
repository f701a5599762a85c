// Every key that works is listed here for the help, by where it works. Those that work everywhere are the shortcuts
// themselves; a test compares the others with their handlers. Pure.
import type { Key } from '@/i18n'
import { SHORTCUTS, shown } from './keyboard'

export interface Line {
  readonly text: Key
  readonly keys: readonly string[]
}

export interface KeyGroup {
  readonly title: Key
  readonly lines: readonly Line[]
}

const line = (text: Key, ...keys: string[]): Line => ({ text, keys })

/** What a letter does with the message that has the focus. */
const LETTERS: readonly Line[] = [
  line('message.reply', 'R'),
  line('keys.react', '+'),
  line('message.edit', 'E'),
  line('message.forward', 'F'),
  line('message.star', 'S'),
  line('message.translate', 'T'),
  line('message.correct', 'C'),
  line('message.select', '␣'),
  line('message.delete', 'Del'),
]

const writing = (sendBy: 'enter' | 'ctrl-enter'): readonly Line[] => [
  ...(sendBy === 'enter'
    ? [line('keys.send', 'Enter'), line('keys.newline', 'Shift', 'Enter')]
    : [line('keys.send', 'Ctrl', 'Enter'), line('keys.newline', 'Enter')]),
  line('keys.editLast', '↑'),
  line('keys.cancelReply', 'Esc'),
  line('keys.mention', '@'),
  line('keys.bold', 'Ctrl', 'B'),
  line('keys.italic', 'Ctrl', 'I'),
  line('keys.code', 'Ctrl', 'E'),
  line('keys.strike', 'Ctrl', 'Shift', 'X'),
  line('keys.spoiler', 'Ctrl', 'Shift', 'L'),
  line('keys.quote', 'Ctrl', 'Shift', '.'),
]

export const keyGroups = (sendBy: 'enter' | 'ctrl-enter'): readonly KeyGroup[] => [
  {
    title: 'keys.everywhere',
    lines: [
      ...SHORTCUTS.map(shortcut => line(shortcut.text, ...shown(shortcut))),
      line('keys.help', '?'),
      line('keys.escape', 'Esc'),
    ],
  },
  {
    title: 'keys.inList',
    lines: [line('keys.rows', '↑', '↓'), line('keys.ends', 'Home', 'End'), line('keys.menu', 'Shift', 'F10')],
  },
  {
    title: 'keys.inThread',
    lines: [
      line('keys.messages', '↑', '↓'),
      line('keys.ends', 'Home', 'End'),
      line('keys.within', '←', '→'),
      line('keys.menu', 'Enter'),
      ...LETTERS,
    ],
  },
  { title: 'keys.writing', lines: writing(sendBy) },
  {
    title: 'keys.searching',
    lines: [line('filter.older', 'Enter'), line('filter.newer', 'Shift', 'Enter'), line('filter.list', '↓')],
  },
  {
    title: 'keys.choosing',
    lines: [
      line('keys.move', '↑', '↓'),
      line('keys.choose', 'Enter'),
      line('keys.letters', 'A … Z'),
      line('keys.months', 'PageUp', 'PageDown'),
      line('keys.years', 'Shift', 'PageUp'),
    ],
  },
]
