import { expect, test } from 'vitest'
import { isQuiet } from './quiet'

test('quiet hours go past midnight, by the clock of their zone', () => {
  const night = { from: '22:00', to: '07:00', time_zone: 'Europe/Madrid' }
  expect(isQuiet(night, new Date('2026-11-29T21:30:00Z'))).toBe(true)
  expect(isQuiet(night, new Date('2026-11-29T05:59:00Z'))).toBe(true)
  expect(isQuiet(night, new Date('2026-11-29T06:00:00Z'))).toBe(false)
  expect(isQuiet({ ...night, from: '12:00', to: '13:00' }, new Date('2026-11-29T11:30:00Z'))).toBe(true)
  expect(isQuiet(null, new Date())).toBe(false)
})
