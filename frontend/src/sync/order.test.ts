import { beforeEach, expect, test, vi } from 'vitest'
import { wallClock } from './clock'
import { Order, type Ordered } from './order'

let rev: number
let fetched: boolean
let asked: string[]
let unknown: string[]
let applied: number[]
let order: Order

const skip = (to: number): Ordered => ({ type: 'skip', chat_id: 'c', rev: to })

beforeEach(() => {
  vi.useFakeTimers()
  rev = 3
  fetched = false
  asked = []
  unknown = []
  applied = []
  order = new Order(
    {
      revision: chat => (chat === 'c' || (chat === 'd' && fetched) ? rev : undefined),
      apply: frame => {
        rev = frame.rev
        applied.push(frame.rev)
      },
      unknown: chat => unknown.push(chat),
      ask: chat => asked.push(chat),
    },
    wallClock,
  )
})

test('events that overtake each other are put in order and nothing is asked', () => {
  for (const next of [6, 5, 4]) order.take(skip(next))
  vi.advanceTimersByTime(1000)
  expect(applied).toEqual([4, 5, 6])
  expect(asked).toEqual([])
})

test('a hole that stays open for half a second is asked about, once', () => {
  order.take(skip(6))
  order.take(skip(7))
  vi.advanceTimersByTime(499)
  expect(asked).toEqual([])
  vi.advanceTimersByTime(1)
  expect(asked).toEqual(['c'])
  rev = 5
  order.release('c')
  expect(applied).toEqual([6, 7])
})

test('a range closes the hole and frees what was waiting', () => {
  order.take(skip(8))
  order.take({ type: 'changes', chat_id: 'c', after: 3, rev: 7, messages: [], members: [] })
  expect(applied).toEqual([7, 8])
  vi.advanceTimersByTime(1000)
  expect(asked).toEqual([])
})

test('what is known already changes nothing, and what is unknown is named', () => {
  order.take(skip(3))
  order.take({ ...skip(1), chat_id: 'd' })
  order.take({ type: 'chat', chat_id: 'd', rev: 2, removed: true })
  expect(applied).toEqual([])
  expect(unknown).toEqual(['d'])
})

test('what comes while an unknown chat is on its way is not lost with an older answer', () => {
  order.take({ ...skip(4), chat_id: 'd' })
  order.take({ ...skip(6), chat_id: 'd' })
  vi.advanceTimersByTime(2000)
  expect([applied, asked]).toEqual([[], []])
  // It was answered before the first of them.
  fetched = true
  order.releaseFetched('d')
  expect(applied).toEqual([4])
  vi.advanceTimersByTime(500)
  expect(asked).toEqual(['d'])
  rev = 5
  order.release('d')
  expect(applied).toEqual([4, 6])
})
