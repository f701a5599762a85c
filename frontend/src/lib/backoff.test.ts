import { expect, test } from 'vitest'
import { backoff } from './backoff'

test('the ceiling doubles up to half a minute', () => {
  expect([0, 1, 2, 3, 6, 40].map(n => backoff(n, () => 1))).toEqual([500, 1000, 2000, 4000, 30_000, 30_000])
})

test('the whole span below the ceiling is used', () => {
  expect(backoff(3, () => 0)).toBe(0)
  expect(backoff(3, () => 0.25)).toBe(1000)
})
