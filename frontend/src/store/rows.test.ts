import { expect, test } from 'vitest'
import { rowsOf } from './rows'
import type { Message, Outgoing, Thread } from './state'

const at = (minute: number, day = 25) => new Date(2026, 10, day, 10, minute).toISOString()
const message = (seq: number, author: string, created_at: string, more: Partial<Message> = {}): Message => ({
  chat_id: 'c',
  seq,
  rev: seq,
  author_id: author,
  client_id: `k${seq}`,
  kind: 'text',
  text: 'x',
  created_at,
  ...more,
})
const show = (items: Message[], more: Partial<Parameters<typeof rowsOf>[0]> = {}) => {
  const thread: Thread = { items, from: items[0]?.seq ?? 1, to: items.at(-1)?.seq ?? 0 }
  return rowsOf({ thread, end: thread.to, outgoing: [], me: 'me', firstUnread: undefined, missing: false, ...more })
}

test('a run ends with another author, after five minutes, with the day, and at a service message', () => {
  const rows = show([
    message(2, 'a', at(0)),
    message(3, 'a', at(4)),
    message(4, 'a', at(10)),
    message(5, 'b', at(11)),
    message(6, 'b', at(12), { kind: 'service' }),
    message(7, 'b', at(12)),
    message(8, 'b', at(12, 26)),
  ])
  const runs = rows.map(row =>
    row.kind === 'message' ? `${row.first ? '[' : ''}${row.message.seq}${row.last ? ']' : ''}` : row.kind,
  )
  expect(runs).toEqual(['[2', '3]', '[4]', '[5]', 'service', '[7]', '[8]'])
  expect(rows.map(row => row.day !== undefined)).toEqual([true, false, false, false, false, false, true])
})

test('the line of the unread stands once, above the first message of another person', () => {
  const rows = show([message(2, 'a', at(0)), message(3, 'me', at(1)), message(4, 'a', at(2)), message(5, 'a', at(3))], {
    firstUnread: 3,
  })
  expect(rows.filter(row => row.unread !== undefined).map(row => row.key)).toEqual(['4'])
})

test('a message keeps its key when it turns from pending to stored', () => {
  const item: Outgoing = { clientId: 'k3', chatId: 'c', text: 'x', at: Date.parse(at(2)), state: 'sending', tries: 0 }
  const before = show([message(2, 'a', at(0))], { outgoing: [item] })
  const after = show([message(2, 'a', at(0)), message(3, 'me', at(2))], { outgoing: [item] })
  expect(before.map(({ key }) => key)).toEqual(after.map(({ key }) => key))
  expect(after.map(({ kind }) => kind)).toEqual(['message', 'message'])
})

test('a hole is named above what is being sent', () => {
  const item: Outgoing = { clientId: 'k9', chatId: 'c', text: 'x', at: Date.parse(at(9)), state: 'sending', tries: 0 }
  const rows = show([message(2, 'a', at(0))], { end: 8, missing: true, outgoing: [item] })
  expect(rows.map(({ kind }) => kind)).toEqual(['message', 'missing', 'pending'])
})

test('a row nothing happened to is the same object', () => {
  const items = [message(2, 'a', at(0)), message(3, 'a', at(1))]
  const once = show(items)
  expect(show([...items, message(4, 'b', at(9))])[0]).toBe(once[0])
})
