import { beforeEach, expect, test } from 'vitest'
import { Problem } from '@/protocol/problem'
import { newStore, type Store } from '@/store/store'
import { FakeLine, fakeChannel, settle } from './fakes'
import { createPresence } from './presence'

let store: Store
let line: FakeLine | undefined
let channel: ReturnType<typeof fakeChannel>
let presence: ReturnType<typeof createPresence>

beforeEach(() => {
  store = newStore()
  line = new FakeLine()
  channel = fakeChannel()
  presence = createPresence({ store, channel, tab: 'here', line: () => line })
})

const watched = () => line?.frames.map(frame => 'user_ids' in frame && frame.user_ids)

test('what all tabs watch goes to the server as one list, sorted and without repeats', () => {
  presence.watch('chats', ['b', 'a'])
  presence.takeWish('other', ['c', 'b'])
  expect(watched()).toEqual([
    ['a', 'b'],
    ['a', 'b', 'c'],
  ])
})

test('a list that is told already is not told again, except to another socket', async () => {
  presence.watch('chats', ['a'])
  presence.watch('chats', ['a'])
  expect(watched()).toEqual([['a']])
  line = new FakeLine()
  presence.reset()
  await Promise.race([presence.update(), settle()])
  expect(watched()).toEqual([['a']])
})

test('the answer shows who is here, and keeps when the others were seen last', async () => {
  store.change(state => ({ ...state, presence: { b: { online: true, lastSeen: 'yesterday' } } }))
  presence.watch('chats', ['a', 'b'])
  line?.asked[0]?.answer({ online: ['a'] })
  await settle()
  expect(store.read().presence).toEqual({
    a: { online: true, lastSeen: null },
    b: { online: false, lastSeen: 'yesterday' },
  })
})

test('a list that was refused is told again with the next change', async () => {
  presence.watch('chats', ['a'])
  line?.asked[0]?.refuse(new Problem('rate_limited', 429))
  await settle()
  presence.watch('chats', ['a'])
  expect(watched()).toEqual([['a'], ['a']])
})

test('at most 500 people are watched', () => {
  presence.watch(
    'chats',
    Array.from({ length: 600 }, (_, at) => `p${at}`),
  )
  expect(line?.frames[0]).toMatchObject({ type: 'presence.watch' })
  expect(watched()?.[0]).toHaveLength(500)
})

test('a tab without the socket tells its wish to the others, and again when asked', () => {
  line = undefined
  presence.watch('chats', ['a'])
  presence.repeatWatched()
  const wish = { kind: 'watch', tab: 'here', ids: ['a'] }
  expect(channel.said).toEqual([wish, wish])
})

test('two views of a tab watch beside each other, until one is left', () => {
  presence.watch('chats', ['a'])
  presence.watch('friends', ['b', 'a'])
  presence.watch('friends', [])
  expect(watched()).toEqual([['a'], ['a', 'b'], ['a']])
})
