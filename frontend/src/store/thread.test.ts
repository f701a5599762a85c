import { expect, test } from 'vitest'
import type { Message } from './state'
import { ending, find, MOST_HELD, newest, stretch, trimmed, withMessage, withPage } from './thread'

const message = (seq: number, more: Partial<Message> = {}): Message => ({
  chat_id: 'c',
  seq,
  rev: seq,
  author_id: 'a',
  kind: 'text',
  text: `${seq}`,
  created_at: '2026-11-25T10:00:00.000Z',
  ...more,
})
const run = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => message(from + at))
const seqs = (items: readonly Message[]) => items.map(({ seq }) => seq)

test('pages that touch become one stretch, in order and without doubles', () => {
  const end = stretch({ items: run(41, 60), prev: 41, next: null }, 'end')
  const older = stretch({ items: run(21, 40), prev: 21, next: 40 }, { before: 41 })
  const both = withPage(end, older)
  expect([both.from, both.to, both.items.length]).toEqual([21, 60, 40])
  expect(seqs(withPage(both, end).items)).toEqual(seqs(both.items))
})

test('a page from elsewhere takes the place of what is held', () => {
  const end = stretch({ items: run(41, 60), prev: 41, next: null }, 'end')
  const far = withPage(end, stretch({ items: run(5, 9), prev: 5, next: 9 }, { around: 7 }))
  expect([far.from, far.to]).toEqual([5, 9])
})

test('rows that no longer exist leave no hole: the page says what it covers', () => {
  const page = stretch({ items: [message(3), message(7)], prev: null, next: 7 }, { before: 10 })
  expect([page.from, page.to]).toEqual([1, 9])
})

test('an empty chat is a whole stretch', () => {
  expect(stretch({ items: [], prev: null, next: null }, 'end')).toEqual({ items: [], from: 1, to: 0 })
})

test('the next message is taken, one after a hole is not', () => {
  const end = stretch({ items: run(1, 3), prev: null, next: null }, 'end')
  expect(withMessage(end, message(4)).to).toBe(4)
  expect(withMessage(end, message(6))).toBe(end)
})

test('a page that was read before a live edit does not undo it', () => {
  const thread = withMessage({ items: run(1, 3), from: 1, to: 3 }, message(2, { rev: 9, text: 'edited' }))
  const late = withPage(thread, stretch({ items: run(1, 3), prev: null, next: null }, 'end'))
  expect(find(late, 2)?.text).toBe('edited')
})

test('what a live frame leaves out stays as it was', () => {
  const old = message(1, { starred: true, reactions: [{ emoji: '👍', count: 2, mine: true }] })
  const next = newest(old, message(1, { rev: 5, reactions: [{ emoji: '👍', count: 3 }] }))
  expect(next.starred).toBe(true)
  expect(next.reactions).toEqual([{ emoji: '👍', count: 3, mine: true }])
})

test('a long scroll lets go of the end that is far away', () => {
  const long = { items: run(1, MOST_HELD + 50), from: 1, to: MOST_HELD + 50 }
  expect([trimmed(long, 'older').from, trimmed(long, 'older').to]).toEqual([1, MOST_HELD])
  expect([trimmed(long, 'newer').from, trimmed(long, 'newer').to]).toEqual([51, MOST_HELD + 50])
})

test('of a chat that is left only its end is kept', () => {
  const thread = { items: run(1, 50), from: 1, to: 50 }
  expect(ending(thread, 50, 20)?.from).toBe(31)
  expect(ending(thread, 60, 20)).toBeUndefined()
})
