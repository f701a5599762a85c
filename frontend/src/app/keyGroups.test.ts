import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import en from '@/i18n/en'
import overlays from '@/i18n/overlays/en'
import { SHORTCUTS, shown } from './keyboard'
import { keyGroups } from './keyGroups'

const groups = keyGroups('enter')
const listed = (title: string) =>
  groups.find(group => group.title === title)?.lines.map(({ keys }) => keys.join(' ')) ?? []
const source = (name: string) => readFileSync(`src/features/${name}`, 'utf8')
const NAMES: Readonly<Record<string, string>> = { ' ': '␣', delete: 'Del' }

test('every shortcut is in the help', () => {
  for (const shortcut of SHORTCUTS) expect(listed('keys.everywhere')).toContain(shown(shortcut).join(' '))
})

test('every letter that acts on a message is in the help, and no other', () => {
  const handled = /const isLetter = .*\/\^\(\[(.+?)\]\|(\w+)\)/.exec(source('thread/useRowKeys.ts'))
  const keys = [...(handled?.[1] ?? ''), handled?.[2] ?? ''].map(key => NAMES[key] ?? key.toUpperCase())
  expect(keys.length).toBeGreaterThan(7)
  const single = listed('keys.inThread').filter(key => !/^(Enter|Home|[↑←])/.test(key))
  expect(single.sort()).toEqual(keys.sort())
})

test('the help has words for everything, and says each thing once in its group', () => {
  for (const { title, lines } of groups) {
    for (const key of [title, ...lines.map(({ text }) => text)]) expect(key in en || key in overlays, key).toBe(true)
    const keys = lines.map(line => line.keys.join(' '))
    expect(new Set(keys).size, title).toBe(keys.length)
  }
})

test('the key that sends is the one that was chosen', () => {
  const send = (by: 'enter' | 'ctrl-enter') =>
    keyGroups(by)
      .flatMap(({ lines }) => lines)
      .find(({ text }) => text === 'keys.send')?.keys
  expect(send('enter')).toEqual(['Enter'])
  expect(send('ctrl-enter')).toEqual(['Ctrl', 'Enter'])
})
