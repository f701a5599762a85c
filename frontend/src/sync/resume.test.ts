import { beforeEach, expect, test, vi } from 'vitest'
import { type ChatEntry, initial } from '@/store/state'
import { change, read } from '@/store/store'
import { resume } from './resume'
import { standing } from './standing'

const rest = vi.hoisted(() => ({
  askChanges: vi.fn(),
  askMyChanges: vi.fn(),
  getChat: vi.fn<(id: string) => Promise<ChatEntry>>(),
  listChats: vi.fn(),
}))
vi.mock('./rest', () => rest)

const chat = (id: string, request: string | null, rev = 3) =>
  ({ id, kind: 'direct', rev, seq: rev, me: { request } }) as unknown as ChatEntry
const ready = { type: 'ready', epoch: 'e', my_rev: 5, chats: [], more: false, notifications_unread: 0 }
const again = (...held: ChatEntry[]) =>
  resume(
    ready as unknown as Parameters<typeof resume>[0],
    held.map(({ id, rev }) => ({ id, rev })) as Parameters<typeof resume>[1],
  )

beforeEach(() => {
  for (const ask of Object.values(rest)) ask.mockReset()
  standing.epoch = 'e'
  standing.myRev = 5
})

test('an answer that was given while I was away ends the wait', async () => {
  const held = [chat('waiting', 'outgoing'), chat('friend', null)]
  change(() => ({ ...initial, listed: true, chats: Object.fromEntries(held.map(one => [one.id, one])) }))
  rest.getChat.mockImplementation(async id => chat(id, null))
  await again(...held)
  expect(rest.getChat.mock.calls).toEqual([['waiting']])
  expect(read().chats.waiting?.me.request).toBeNull()
})

test('who still waits goes on waiting, and what is held of the chat stays', async () => {
  const held = chat('waiting', 'outgoing')
  const thread = { items: [], from: 3, to: 3 }
  change(() => ({ ...initial, listed: true, chats: { waiting: held }, threads: { waiting: thread } }))
  rest.getChat.mockResolvedValue(chat('waiting', 'outgoing'))
  await again(held)
  expect(read().chats.waiting?.me.request).toBe('outgoing')
  expect(read().threads.waiting).toBe(thread)
})
