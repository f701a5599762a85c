import { beforeEach, expect, test, vi } from 'vitest'
import { Problem } from '@/protocol/problem'
import type { Loaded } from '@/store/cache'
import { newStore } from '@/store/store'
import {
  FakeCache,
  FakeClock,
  FakeLine,
  fakeTabs,
  me,
  sampleChat,
  sampleMessage,
  sampleOutgoing,
  settle,
} from './fakes'
import type { Rest } from './rest'
import type { Ears } from './socket'
import { createSync, type SyncParts } from './sync'

const standing = { epoch: 'e', myRev: 5, me, sessionId: 's' }
const kept = (more: Partial<Loaded> = {}): Loaded => ({
  standing,
  users: {},
  chats: { c: sampleChat('c', 3) },
  threads: { c: { items: [sampleMessage('c', 3)], from: 3, to: 3 } },
  outbox: {},
  drafts: {},
  ...more,
})
const ready = {
  type: 'ready',
  epoch: 'e',
  my_rev: 5,
  user_id: 'me',
  server_time: '',
  notifications_unread: 0,
  chats: [{ id: 'c', rev: 3, seq: 3, read_seq: 0 }],
  more: false,
} as const

/** Locks of one browser: the first tab gets it, the next one when it is given back. */
function fakeLock() {
  let held: Promise<void> | undefined
  const take = (work: () => Promise<void>) => {
    const mine = (held ?? Promise.resolve()).then(work)
    held = mine
  }
  const elect: SyncParts['elect'] = (work, busy) => {
    if (held) busy()
    take(work)
  }
  return elect
}

function browser(count: number, found: Loaded = kept()) {
  const clock = new FakeClock()
  const elect = fakeLock()
  return fakeTabs(count).map((channel, at) => {
    const store = newStore()
    const cache = new FakeCache(found)
    const line = new FakeLine()
    let ears: Ears | undefined
    let over: ((ended: boolean) => void) | undefined
    const rest = {
      chats: vi.fn(async () => ({ chats: [sampleChat('c', 3)] })),
      chat: vi.fn(async (id: string) => sampleChat(id, 3)),
      changes: vi.fn(async (): Promise<unknown> => []),
      setMine: vi.fn(async () => ({ me: {} })),
    }
    const session = {
      accessToken: vi.fn(async (): Promise<string | null> => 'token'),
      renewedToken: async () => 'newer',
      signedOut: vi.fn((ended: boolean) => over?.(ended)),
      onSignedOut: (run: (ended: boolean) => void) => {
        over = run
        return () => undefined
      },
    }
    const sync = createSync({
      store,
      cache,
      channel,
      session,
      rest: rest as unknown as Rest,
      elect,
      clock,
      tab: `tab-${at}`,
      socket: given => {
        ears = given
        return line
      },
      onPageHide: () => () => undefined,
    })
    const frame = (next: object) => ears?.frame(next as never, JSON.stringify(next))
    const lose = () => {
      line.lose()
      ears?.state({ phase: 'offline' })
    }
    return { sync, store, cache, line, rest, session, channel, clock, frame, lose }
  })
}

let tabs: ReturnType<typeof browser>
beforeEach(() => {
  tabs = browser(2)
})
const tab = (at: number) => {
  const found = tabs[at]
  if (!found) throw new Error('no such tab')
  return found
}
async function bothBegin() {
  await tab(0).sync.begin()
  await settle()
  await tab(1).sync.begin()
  await settle()
}

test('what is cached shows before the server is asked, and without a server as well', async () => {
  tab(0).session.accessToken.mockRejectedValueOnce(new Problem('offline', 0))
  await tab(0).sync.begin()
  await settle()
  expect(tab(0).store.read()).toMatchObject({ account: 'in', me, listed: true, sessionId: 's' })
  expect(tab(0).store.read().threads.c?.to).toBe(3)
  expect(tab(0).line.started).toBe(1)
})

test('of all tabs one opens the socket, and the others show what it hears', async () => {
  await bothBegin()
  expect([tab(0).line.started, tab(1).line.started]).toEqual([1, 0])
  expect([tab(0).sync.isLeading(), tab(1).sync.isLeading()]).toEqual([true, false])
  tab(0).frame(ready)
  await settle()
  tab(0).frame({ type: 'message', chat_id: 'c', rev: 4, message: sampleMessage('c', 4), members: [] })
  expect(tabs.map(({ store }) => store.read().chats.c?.seq)).toEqual([4, 4])
  expect(tabs.map(({ store }) => store.read().connection.phase)).toEqual(['online', 'online'])
})

test('a line that is lost while what came over it is applied stays lost', async () => {
  const { sync, store, frame, lose } = tab(0)
  await sync.begin()
  await settle()
  frame(ready)
  lose()
  await settle()
  expect(store.read().connection.phase).toBe('offline')
  // Frames wait for the page to be drawn: this one came before the loss.
  frame(ready)
  await settle()
  expect(store.read().connection.phase).toBe('offline')
})

test('what was missed and cannot be asked for is asked for again, over another connection', async () => {
  await bothBegin()
  tab(0).rest.changes.mockRejectedValueOnce(new Problem('unavailable', 503))
  const behind = { ...ready, chats: [{ id: 'c', rev: 9 }] }
  tab(0).frame(behind)
  await settle()
  expect([tab(0).line.renewed, tab(0).store.read().connection.phase]).toEqual([1, 'updating'])
  tab(0).frame(behind)
  await settle()
  expect([tab(0).line.renewed, tab(0).store.read().connection.phase]).toEqual([1, 'online'])
})

test('a tab without the socket asks for the list until there is an answer', async () => {
  tab(1).rest.chats.mockRejectedValueOnce(new Problem('offline', 0)).mockRejectedValueOnce(new Problem('offline', 0))
  await bothBegin()
  const asked = () => tab(1).rest.chats.mock.calls.length
  expect(asked()).toBe(1)
  await tab(1).clock.advance(10_000)
  expect(asked()).toBe(3)
  await tab(1).clock.advance(60_000)
  expect(asked()).toBe(3)
})

test('what another tab has to say goes through the one with the socket', async () => {
  await bothBegin()
  tab(1).sync.chats.typing('c', true)
  tab(1).sync.messages.send('c', 'hello')
  tab(1).sync.presence.watch('chats', ['leo'])
  expect(tab(1).line.asked).toEqual([])
  expect(tab(0).line.told).toEqual([{ type: 'typing', chat_id: 'c', on: true }])
  expect(tab(0).line.frames.map(({ type }) => type)).toEqual(['message.send', 'presence.watch'])
})

test('what was not sent on the last visit goes out once the connection is up to date', async () => {
  tabs = browser(1, kept({ outbox: { a: sampleOutgoing('a', 1) }, drafts: { c: 'half' } }))
  await tab(0).sync.begin()
  await settle()
  expect(tab(0).line.asked).toEqual([])
  tab(0).frame(ready)
  await settle()
  expect(tab(0).line.frames).toMatchObject([
    { type: 'message.send', client_id: 'a' },
    { type: 'presence.watch', user_ids: [] },
  ])
  expect(tab(0).rest.setMine.mock.calls).toEqual([['c', { draft: 'half' }]])
})

test('the tab with the socket writes the cache a little after a change, the others do not', async () => {
  await bothBegin()
  tab(0).frame(ready)
  await tab(0).clock.advance(1000)
  expect([tab(0).cache.writes, tab(1).cache.writes]).toEqual([1, 0])
})

test('when the session ends nothing of it stays in any tab', async () => {
  await bothBegin()
  tab(0).frame({ type: 'session_ended' })
  await settle()
  for (const { session, store, cache } of tabs) {
    expect(session.signedOut).toHaveBeenCalledWith(true)
    expect(store.read()).toMatchObject({ account: 'ended', me: null, chats: {}, threads: {} })
    expect(cache.wiped).toBe(1)
  }
})

test('a tab that gives the socket up leaves it to another one', async () => {
  await bothBegin()
  tab(0).session.signedOut(false)
  await settle()
  expect([tab(0).sync.isLeading(), tab(1).sync.isLeading()]).toEqual([false, true])
  expect(tab(1).line.started).toBe(1)
})

test('a proof that runs out is renewed over the socket', async () => {
  await tab(0).sync.begin()
  await settle()
  tab(0).frame({ type: 'reauth_required' })
  await settle()
  expect(tab(0).line.frames).toEqual([{ type: 'reauth', token: 'newer' }])
})

test('two of them share nothing: there is no state beside what was created', async () => {
  const [other] = browser(1, kept({ chats: {} }))
  await tab(0).sync.begin()
  await other?.sync.begin()
  await settle()
  tab(0).frame(ready)
  expect(other?.store.read().connection.phase).toBe('idle')
  expect(Object.keys(other?.store.read().chats ?? {})).toEqual([])
})
