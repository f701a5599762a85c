import { expect, test } from 'vitest'
import { ageOn, dayOf, daysBetween } from './time'

test('midnight parts days, not 24 hours', () => {
  const evening = new Date(2026, 2, 28, 23, 59).getTime()
  const morning = new Date(2026, 2, 29, 0, 1).getTime()
  expect(dayOf(evening)).not.toBe(dayOf(morning))
  expect(daysBetween(evening, morning)).toBe(1)
  expect(daysBetween(morning, new Date(2026, 2, 29, 23, 59).getTime())).toBe(0)
})

test('a birthday counts from the day itself', () => {
  expect(ageOn('2013-11-25', new Date(2026, 10, 25))).toBe(13)
  expect(ageOn('2013-11-26', new Date(2026, 10, 25))).toBe(12)
  expect(ageOn('', new Date())).toBeNaN()
})
