import { expect, test } from 'vitest'
import { emojiByName, emojiNamed, typedName } from './emojiSearch'

const ALL = [
  ['😄', 'smile grinning_face_with_smiling_eyes', 'cara sonriendo con ojos sonrientes|ojo'],
  ['😺', 'smiley_cat', 'gato sonriendo'],
  ['🐈', 'cat2', 'gato|猫'],
  ['👁️', 'eye', 'ojo'],
] as const

test('a name begins with a colon and two letters, and not within a word, a time or an address', () => {
  expect(typedName('so :smi')).toEqual({ start: 3, name: 'smi', closed: false })
  expect(typedName('(:smile:')).toEqual({ start: 1, name: 'smile', closed: true })
  expect(typedName('です:ねこ')).toEqual({ start: 2, name: 'ねこ', closed: false })
  for (const none of [':s', 'a:smile', '10:30', 'https://x', 'C++::std', ': smile', ':-)', '12:ab'])
    expect(typedName(none), none).toBeUndefined()
})

test('whole names come first, then beginnings, then words within', () => {
  expect(emojiByName(ALL, 'smile').map(([emoji]) => emoji)).toEqual(['😄', '😺'])
  expect(emojiByName(ALL, 'smi').map(([emoji]) => emoji)).toEqual(['😄', '😺'])
  expect(emojiByName(ALL, 'ojo').map(([emoji]) => emoji)).toEqual(['😄', '👁️'])
  expect(emojiByName(ALL, 'cat').map(([emoji]) => emoji)).toEqual(['🐈', '😺'])
  expect(emojiByName(ALL, 'Sonríe').map(([emoji]) => emoji)).toEqual(['😄', '😺'])
  expect(emojiByName(ALL, 'zzz')).toEqual([])
  expect(emojiByName(ALL, 'grinning_face').map(([emoji]) => emoji)).toEqual(['😄'])
  expect(emojiByName(ALL, '猫').map(([emoji]) => emoji)).toEqual(['🐈'])
})

test('a name between two colons is one emoji or none', () => {
  expect(emojiNamed(ALL, 'smile')).toBe('😄')
  expect(emojiNamed(ALL, 'smi')).toBeUndefined()
})
