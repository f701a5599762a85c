import { expect, test } from 'vitest'
import { initial, loneEmoji } from './emoji'

test('one to three emoji stand alone', () => {
  expect(['👍', '👩‍👩‍👧🇪🇸', '❤️🔥🎉', '👍👍👍👍', 'ok 👍', '1', ''].map(loneEmoji)).toEqual([1, 2, 3, 0, 0, 0, 0])
})

test('an initial is a whole character', () => {
  expect(['lucía', ' Ángel', '春子', '', '👩‍👧 Mum'].map(initial)).toEqual(['L', 'Á', '春', '?', '👩‍👧'])
})
