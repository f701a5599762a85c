import { expect, test } from 'vitest'
import { moved, plusMonths, weeksOf, within } from './month'

test('a month has whole weeks, from the day a week begins with', () => {
  const monday = weeksOf('2026-11-15', 1)
  expect(monday[0]).toEqual([...Array(6).fill(undefined), '2026-11-01'])
  expect(monday.at(-1)?.[0]).toBe('2026-11-30')
  expect(weeksOf('2026-11-15', 7)[0]?.[0]).toBe('2026-11-01')
  // A Saturday, as in much of the Arab world.
  expect(weeksOf('2026-11-15', 6)[0]?.[1]).toBe('2026-11-01')
  expect(weeksOf('2028-02-10', 1).flat().filter(Boolean)).toHaveLength(29)
})

test('another month has the same day, or its last one', () => {
  expect(plusMonths('2026-01-31', 1)).toBe('2026-02-28')
  expect(plusMonths('2026-12-15', 1)).toBe('2027-01-15')
  expect(plusMonths('2028-02-29', -12)).toBe('2027-02-28')
})

test('keys lead to days, weeks, months and years, and sideways as text runs', () => {
  const press = (key: string, shiftKey = false, rtl = false) => moved('2026-11-18', { key, shiftKey }, 1, rtl)
  expect(press('ArrowRight')).toBe('2026-11-19')
  expect(press('ArrowRight', false, true)).toBe('2026-11-17')
  expect(press('ArrowUp')).toBe('2026-11-11')
  expect(press('Home')).toBe('2026-11-16')
  expect(press('End')).toBe('2026-11-22')
  expect(press('PageUp')).toBe('2026-10-18')
  expect(press('PageDown', true)).toBe('2027-11-18')
  expect(press('x')).toBeUndefined()
})

test('a day stays within what can be chosen', () => {
  expect(within('2026-01-01', '2026-02-01', '2026-03-01')).toBe('2026-02-01')
  expect(within('2026-04-01', '2026-02-01', '2026-03-01')).toBe('2026-03-01')
  expect(within('2026-04-01', undefined, undefined)).toBe('2026-04-01')
})
