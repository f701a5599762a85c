import { expect, test } from 'vitest'
import { afterClose } from './close'
import { judge, judgeRange } from './gap'

test('the next revision is applied, an old one ignored, a later one held', () => {
  expect([4, 5, 6, 7].map(rev => judge(5, rev))).toEqual(['ignore', 'ignore', 'apply', 'hold'])
})

test('a range is taken by a client that stands inside it', () => {
  expect(judgeRange(5, 5, 9)).toBe('apply')
  expect(judgeRange(7, 5, 9)).toBe('apply')
  expect(judgeRange(9, 5, 9)).toBe('ignore')
  expect(judgeRange(4, 5, 9)).toBe('hold')
})

test('close codes are obeyed', () => {
  const next = (code: number, reason = '', failures = 1) => afterClose(code, reason, failures, () => 0.5)
  expect(next(4409)).toEqual({ do: 'stop', phase: 'replaced' })
  expect(next(4403)).toEqual({ do: 'stop', phase: 'refused' })
  expect(next(4410)).toEqual({ do: 'end' })
  expect(next(4401)).toEqual({ do: 'retry', after: 0, refresh: true })
  expect(next(4508)).toEqual({ do: 'retry', after: 0 })
  expect(next(1001, '3')).toEqual({ do: 'retry', after: 3500 })
  expect(next(4429, '12.5')).toEqual({ do: 'retry', after: 13_000 })
  expect(next(1006, '', 3)).toEqual({ do: 'retry', after: 2000 })
})

test('a server that keeps refusing is not hammered', () => {
  expect(afterClose(4401, '', 5, () => 1)).toEqual({ do: 'retry', after: 16_000, refresh: true })
  expect(afterClose(4508, '', 5, () => 1)).toEqual({ do: 'retry', after: 16_000 })
})
