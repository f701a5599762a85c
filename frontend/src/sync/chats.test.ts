import { expect, test, vi } from 'vitest'
import { initial, type Thread } from '@/store/state'
import { newStore } from '@/store/store'
import { createChatCommands } from './chats'
import { me, sampleChat, sampleMessage } from './fakes'

const stretch = (from: number, to: number): Thread => ({
  items: Array.from({ length: to - from + 1 }, (_, at) => sampleMessage('c', from + at)),
  from,
  to,
})

function chats(held: Thread) {
  const store = newStore({ ...initial, me, chats: { c: sampleChat('c', 500) }, threads: { c: held } })
  const rest = {
    messages: vi.fn(),
    receipts: vi.fn(),
    setMine: vi.fn(),
    markRead: vi.fn(),
    seeReactions: vi.fn(),
    direct: vi.fn(),
  }
  return { store, rest, commands: createChatCommands({ store, rest, tell: () => undefined }) }
}

test('a page beside the stretch joins it; one that comes after the reader has gone elsewhere does not bring them back', async () => {
  const { store, rest, commands } = chats(stretch(100, 120))
  rest.messages.mockResolvedValueOnce(stretch(121, 140))
  await commands.loadPart('c', { after: 120 }, 'newer')
  expect([store.read().threads.c?.from, store.read().threads.c?.to]).toEqual([100, 140])
  let arrive: (page: Thread) => void = () => undefined
  rest.messages.mockReturnValueOnce(new Promise(done => (arrive = done)))
  const late = commands.loadPart('c', { after: 140 }, 'newer')
  rest.messages.mockResolvedValueOnce(stretch(441, 500))
  await commands.loadPart('c', 'end')
  arrive(stretch(141, 160))
  await late
  expect([store.read().threads.c?.from, store.read().threads.c?.to]).toEqual([441, 500])
})

test('how far messages have come is found with few questions', async () => {
  const mine = Array.from({ length: 60 }, (_, at) => 10 + at * 3)
  for (const readTo of [9, 10, 100, 184, 187]) {
    const { store, rest, commands } = chats(stretch(1, 200))
    rest.receipts.mockImplementation(async (_: string, seq: number) =>
      seq <= readTo
        ? [{ user: { id: 'leo' }, state: 'read' }]
        : seq <= 150
          ? [{ user: { id: 'leo' }, state: 'delivered' }]
          : [],
    )
    await commands.learnReceipts('c', mine)
    const known = store.read().reads.c?.leo ?? 0
    expect(known, `read up to ${readTo}`).toBe(Math.max(0, ...mine.filter(seq => seq <= readTo)))
    expect(rest.receipts.mock.calls.length).toBeLessThanOrEqual(7)
    if (readTo === 187) expect(rest.receipts).toHaveBeenCalledTimes(1)
  }
})

test('a question that fails ends the asking', async () => {
  const { store, rest, commands } = chats(stretch(1, 200))
  rest.receipts.mockRejectedValue(new Error('offline'))
  await commands.learnReceipts('c', [1, 2, 3])
  expect(rest.receipts).toHaveBeenCalledTimes(1)
  expect(store.read().reads).toEqual({})
})
