import { expect, test } from 'vitest'
import { actionOf, type Pressed, SHORTCUTS } from './keyboard'

const press = (key: string, more: Partial<Pressed> = {}): Pressed => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
})

test('a letter is found by what it writes, and by its place where it writes no Latin letter', () => {
  expect(actionOf(press('k', { ctrlKey: true }))).toBe('palette')
  expect(actionOf(press('k', { metaKey: true }))).toBe('palette')
  expect(actionOf(press('л', { ctrlKey: true, code: 'KeyK' }))).toBe('palette')
  // On a Latin layout the letter counts, wherever its key is.
  expect(actionOf(press('t', { ctrlKey: true, code: 'KeyK' }))).toBeUndefined()
})

test('modifiers have to match to the last', () => {
  expect(actionOf(press('k'))).toBeUndefined()
  expect(actionOf(press('F6', { shiftKey: true }))).toBe('regionBack')
  expect(actionOf(press('F', { ctrlKey: true, shiftKey: true }))).toBe('search')
  expect(actionOf(press('f', { ctrlKey: true }))).toBe('find')
  expect(actionOf(press('˜', { ctrlKey: true, altKey: true, code: 'KeyN' }))).toBe('newChat')
})

test('no two actions have the same keys', () => {
  const keys = SHORTCUTS.map(({ key, ctrl, alt, shift }) => [key, ctrl ?? false, alt ?? false, shift ?? false].join())
  expect(new Set(keys).size).toBe(keys.length)
})
