// These tests hold which reactions stand first.
import { beforeEach, expect, test, vi } from 'vitest'
import { favor, favorites } from './favorites'
import { preferences } from './preferences'

vi.mock('./preferences', async () => {
  const { createStore } = await import('zustand/vanilla')
  const preferences = createStore(() => ({ reactions: {} }))
  return { preferences, prefer: (chosen: object) => preferences.setState(chosen) }
})

beforeEach(() => preferences.setState({ reactions: {} }))

test('the usual ones stand there until others are used, and what is used most stands first', () => {
  expect(favorites(3)).toEqual(['👍', '❤️', '😂'])
  favor('🦊')
  favor('🙏')
  favor('🙏')
  expect(favorites(4)).toEqual(['🙏', '🦊', '👍', '❤️'])
  expect(favorites(6)).toHaveLength(6)
})

test('habits can change, and only so many are remembered', () => {
  for (let n = 0; n < 500; n += 1) favor('👍')
  for (let n = 0; n < 70; n += 1) favor('🐙')
  expect(favorites(1)).toEqual(['🐙'])
  for (let n = 0; n < 60; n += 1) favor(String.fromCodePoint(0x1f600 + n))
  expect(Object.keys(preferences.getState().reactions)).toHaveLength(24)
  expect(favorites(24)).toContain(String.fromCodePoint(0x1f600 + 59))
})
