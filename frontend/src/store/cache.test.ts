import 'fake-indexeddb/auto'
import { expect, test } from 'vitest'
import { keep, keepDraft, keepOutgoing, load, openCache, wipe } from './cache'
import { type ChatEntry, initial, type State } from './state'

const message = (seq: number) => ({ chat_id: 'c', seq, rev: seq, created_at: '2026-11-25T10:00:00.000Z' })
const standing = { epoch: 'e', myRev: 7, me: null, sessionId: 's' }
const state: State = {
  ...initial,
  chats: { c: { id: 'c', seq: 300, rev: 300, active_at: '2026' } as ChatEntry },
  threads: { c: { items: Array.from({ length: 300 }, (_, at) => message(at + 1)), from: 1, to: 300 } },
}

test('what is kept comes back: the ends of chats, what was not sent, drafts', async () => {
  const cache = await openCache('kept')
  await keep(cache, undefined, state, standing)
  await keepOutgoing(cache, { clientId: 'k', chatId: 'c', text: 'later', at: 1, state: 'sending', tries: 0 })
  await keepDraft(cache, 'c', 'half a')
  const back = await load(cache)
  expect(back.standing).toEqual(standing)
  expect([back.threads.c?.from, back.threads.c?.to, back.threads.c?.items.length]).toEqual([101, 300, 200])
  expect(back.outbox.k?.text).toBe('later')
  expect(back.drafts).toEqual({ c: 'half a' })
})

test('a chat that is gone, and a stretch that does not reach the end, are not kept', async () => {
  const cache = await openCache('gone')
  await keep(cache, undefined, state, standing)
  const behind: State = { ...state, threads: { c: { items: [message(5)], from: 5, to: 5 } } }
  await keep(cache, state, behind, standing)
  expect((await load(cache)).threads).toEqual({})
  await keep(cache, behind, initial, standing)
  expect((await load(cache)).chats).toEqual({})
})

test('nothing stays after signing out', async () => {
  const cache = await openCache('wiped')
  await keep(cache, undefined, state, standing)
  await keepDraft(cache, 'c', 'x')
  await wipe(cache)
  expect(await load(cache)).toEqual({ standing: undefined, users: {}, chats: {}, threads: {}, outbox: {}, drafts: {} })
})
