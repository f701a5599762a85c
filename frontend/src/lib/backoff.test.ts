import { expect, test } from 'vitest'
import { backoff, UNREACHABLE_MS } from './backoff'

test('the ceiling doubles up to half a minute', () => {
  expect([0, 1, 2, 3, 6, 40].map(n => backoff(n, () => 1))).toEqual([500, 1000, 2000, 4000, 30_000, 30_000])
  expect([0, 3, 4, 40].map(n => backoff(n, () => 1, UNREACHABLE_MS))).toEqual([500, 4000, 4000, 4000])
})

test('the whole span below the ceiling is used', () => {
  expect(backoff(3, () => 0)).toBe(0)
  expect(backoff(3, () => 0.25)).toBe(1000)
})
