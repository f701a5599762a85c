import { beforeEach, expect, test } from 'vitest'
import { Problem } from '@/protocol/problem'
import { newStore, type Store } from '@/store/store'
import { FakeCache, FakeClock, FakeLine, fakeTabs, sampleOutgoing, settle } from './fakes'
import { Sending } from './sending'

let store: Store
let cache: FakeCache
let clock: FakeClock
let line: FakeLine | undefined
let tabs: ReturnType<typeof fakeTabs>
let sending: Sending

beforeEach(() => {
  store = newStore()
  cache = new FakeCache()
  clock = new FakeClock()
  line = new FakeLine()
  tabs = fakeTabs(2)
  const [channel] = tabs
  if (!channel) throw new Error('no tab')
  sending = new Sending({ store, cache, channel, clock, line: () => line })
})

const sent = () => line?.frames.map(frame => 'client_id' in frame && frame.client_id)
const stateOf = (clientId: string) => store.read().outbox[clientId]?.state

test('messages of one chat go one after another, in the order they were written', async () => {
  for (const [at, id] of ['a', 'b', 'c'].entries()) sending.enqueue(sampleOutgoing(id, at))
  expect(sent()).toEqual(['a'])
  line?.asked[0]?.answer()
  await settle()
  expect(sent()).toEqual(['a', 'b'])
  line?.asked[1]?.answer()
  await settle()
  expect(sent()).toEqual(['a', 'b', 'c'])
})

test('chats do not wait for each other', () => {
  sending.enqueue(sampleOutgoing('a', 1))
  sending.enqueue(sampleOutgoing('b', 2, { chatId: 'd' }))
  expect(sent()).toEqual(['a', 'b'])
})

test('what a message answers or corrects goes with it', () => {
  sending.enqueue(sampleOutgoing('a', 1, { replyTo: 4 }))
  sending.enqueue(sampleOutgoing('b', 2, { chatId: 'd', corrects: 7 }))
  expect(line?.frames).toEqual([
    { type: 'message.send', chat_id: 'c', client_id: 'a', text: 'a', reply_to: 4 },
    { type: 'message.send', chat_id: 'd', client_id: 'b', text: 'b', kind: 'correction', base_seq: 7 },
  ])
})

test('it is kept in the browser until the server has it, and shows as stored until it comes back', async () => {
  sending.enqueue(sampleOutgoing('a', 1))
  expect(cache.outbox.has('a')).toBe(true)
  line?.asked[0]?.answer()
  await settle()
  expect(cache.outbox.has('a')).toBe(false)
  expect(stateOf('a')).toBe('stored')
})

test('a message that came in before its answer is not shown a second time', async () => {
  sending.enqueue(sampleOutgoing('a', 1))
  store.change(state => ({ ...state, outbox: {} }))
  line?.asked[0]?.answer()
  await settle()
  expect(store.read().outbox).toEqual({})
})

test('an unanswered message goes out again over the next socket, under the same client id', async () => {
  sending.enqueue(sampleOutgoing('a', 1))
  line?.lose()
  await settle()
  expect(stateOf('a')).toBe('sending')
  expect(cache.outbox.has('a')).toBe(true)
  line = new FakeLine()
  sending.reset()
  sending.pump()
  expect(sent()).toEqual(['a'])
})

test('what is written without a connection waits for one and keeps its order', async () => {
  if (line) line.open = false
  for (const [at, id] of ['a', 'b'].entries()) sending.enqueue(sampleOutgoing(id, at))
  await clock.advance(60_000)
  expect(sent()).toEqual([])
  if (line) line.open = true
  sending.pump()
  expect(sent()).toEqual(['a'])
})

test('a refusal is final, kept with its reason, and lets the next one go', async () => {
  sending.enqueue(sampleOutgoing('a', 1))
  sending.enqueue(sampleOutgoing('b', 2))
  line?.asked[0]?.refuse(new Problem('forbidden', 403))
  await settle()
  expect(store.read().outbox.a).toMatchObject({ state: 'failed', refusal: 'forbidden' })
  expect(cache.outbox.get('a')?.state).toBe('failed')
  expect(sent()).toEqual(['a', 'b'])
})

test('a passing refusal is tried again by itself three times, then only by its author', async () => {
  sending.enqueue(sampleOutgoing('a', 1))
  for (const [tries, wait] of [1000, 3000, 9000].entries()) {
    line?.asked.at(-1)?.refuse(new Problem('unavailable', 503))
    await clock.advance(wait - 1)
    expect(line?.asked).toHaveLength(tries + 1)
    await clock.advance(1)
    expect(line?.asked).toHaveLength(tries + 2)
  }
  line?.asked.at(-1)?.refuse(new Problem('unavailable', 503))
  await clock.advance(60_000)
  expect(stateOf('a')).toBe('failed')
  expect(sent()).toEqual(['a', 'a', 'a', 'a'])
  sending.tryAgain('a')
  expect(sent()).toEqual(['a', 'a', 'a', 'a', 'a'])
  expect(store.read().outbox.a).toMatchObject({ state: 'sending', tries: 0 })
})

test('the wait the server asks for is kept, and nothing of that chat overtakes meanwhile', async () => {
  sending.enqueue(sampleOutgoing('a', 1))
  sending.enqueue(sampleOutgoing('b', 2))
  line?.asked[0]?.refuse(new Problem('rate_limited', 429, { retry_after: 30 }))
  await clock.advance(29_999)
  expect(sent()).toEqual(['a'])
  await clock.advance(1)
  expect(sent()).toEqual(['a', 'a'])
})

test('a discarded message is gone here, in the cache and in other tabs, and is not tried again', async () => {
  sending.enqueue(sampleOutgoing('a', 1))
  line?.asked[0]?.refuse(new Problem('unavailable', 503))
  await settle()
  sending.discard('a')
  await clock.advance(60_000)
  expect(sent()).toEqual(['a'])
  expect(store.read().outbox).toEqual({})
  expect(cache.outbox.size).toBe(0)
  expect(tabs[0]?.said.at(-1)).toEqual({ kind: 'discarded', clientId: 'a' })
})

test('a tab without the socket sends nothing itself; the one that has it sends what it hears', () => {
  const through = line
  line = undefined
  sending.enqueue(sampleOutgoing('a', 1))
  expect(through?.asked).toEqual([])
  expect(tabs[0]?.said).toEqual([{ kind: 'outgoing', item: sampleOutgoing('a', 1) }])
  line = through
  sending.takeOutgoing(sampleOutgoing('a', 1))
  expect(sent()).toEqual(['a'])
})
