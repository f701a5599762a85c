import { beforeEach, expect, test, vi } from 'vitest'
import { Problem } from '@/protocol/problem'
import { initial } from '@/store/state'
import { newStore, type Store } from '@/store/store'
import { createDrafts, DEBOUNCE_MS } from './drafts'
import { FakeCache, FakeClock, fakeChannel, sampleChat, settle } from './fakes'
import type { Rest } from './rest'

let store: Store
let cache: FakeCache
let clock: FakeClock
let channel: ReturnType<typeof fakeChannel>
let drafts: ReturnType<typeof createDrafts>
let upload: ReturnType<typeof vi.fn<(chatId: string, body: unknown) => Promise<unknown>>>

beforeEach(() => {
  store = newStore({ ...initial, chats: { c: sampleChat('c', 1) } })
  cache = new FakeCache()
  clock = new FakeClock()
  channel = fakeChannel()
  upload = vi.fn(async () => undefined)
  drafts = createDrafts({ store, cache, channel, clock, rest: { setMine: upload as unknown as Rest['setMine'] } })
})

test('a draft is here, in the cache and in other tabs at once, and at the server after a pause in writing', async () => {
  drafts.save('c', 'a')
  expect(store.read().drafts.c).toBe('a')
  expect(cache.drafts.get('c')).toBe('a')
  expect(channel.said).toEqual([{ kind: 'draft', chatId: 'c', text: 'a' }])
  await clock.advance(DEBOUNCE_MS - 1)
  drafts.save('c', 'ab')
  await clock.advance(DEBOUNCE_MS - 1)
  expect(upload).not.toHaveBeenCalled()
  await clock.advance(1)
  expect(upload.mock.calls).toEqual([['c', { draft: 'ab' }]])
})

test('once the server has it, the chat has it, and nothing is held here', async () => {
  drafts.save('c', 'a')
  await clock.advance(DEBOUNCE_MS)
  expect(store.read().chats.c?.me.draft).toBe('a')
  expect(store.read().drafts.c).toBeUndefined()
  expect(cache.drafts.has('c')).toBe(false)
  expect(channel.said.at(-1)).toEqual({ kind: 'draft', chatId: 'c', text: undefined })
})

test('what is written while a draft is on its way stays, and goes out after it', async () => {
  let answer = () => {}
  upload.mockImplementationOnce(() => new Promise(resolve => (answer = () => resolve(undefined))))
  drafts.save('c', 'a')
  await clock.advance(DEBOUNCE_MS)
  drafts.save('c', 'ab')
  answer()
  await settle()
  expect(store.read().drafts.c).toBe('ab')
  await clock.advance(DEBOUNCE_MS)
  expect(upload.mock.calls.map(([, body]) => body)).toEqual([{ draft: 'a' }, { draft: 'ab' }])
  expect(store.read().chats.c?.me.draft).toBe('ab')
})

test('a draft that is held here hides the one of another device until it is uploaded', async () => {
  store.change(state => ({ ...state, chats: { c: sampleChat('c', 1, { me: { draft: 'from afar' } }) } }))
  drafts.save('c', 'from here')
  await clock.advance(DEBOUNCE_MS)
  expect(upload.mock.calls).toEqual([['c', { draft: 'from here' }]])
  drafts.save('c', 'from here')
  await clock.advance(DEBOUNCE_MS)
  expect(upload).toHaveBeenCalledTimes(1)
})

test('an emptied draft is taken back at the server', async () => {
  store.change(state => ({ ...state, chats: { c: sampleChat('c', 1, { me: { draft: 'x' } }) } }))
  drafts.save('c', '  ')
  await clock.advance(DEBOUNCE_MS)
  expect(upload.mock.calls).toEqual([['c', { draft: null }]])
  expect(store.read().chats.c?.me.draft).toBeNull()
})

test('without a connection it stays here and goes out with the next one', async () => {
  upload.mockRejectedValueOnce(new Problem('offline', 0))
  drafts.save('c', 'a')
  await clock.advance(DEBOUNCE_MS)
  expect(store.read().drafts.c).toBe('a')
  drafts.uploadAll()
  await settle()
  expect(upload).toHaveBeenCalledTimes(2)
  expect(store.read().drafts.c).toBeUndefined()
})

test('a draft of a chat that is gone is not uploaded', async () => {
  drafts.save('c', 'a')
  store.change(state => ({ ...state, chats: {} }))
  await clock.advance(DEBOUNCE_MS)
  expect(upload).not.toHaveBeenCalled()
})
