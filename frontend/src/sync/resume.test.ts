import { beforeEach, expect, test, vi } from 'vitest'
import type { FrameOf, MyChanges } from '@/protocol/frames'
import { Problem } from '@/protocol/problem'
import { initial, type State } from '@/store/state'
import { newStore, type Store } from '@/store/store'
import { me, sampleChat, sampleMessage, settle } from './fakes'
import { createFreshAnswers, type FreshAnswers } from './fresh'
import { createLists } from './lists'
import type { ChangesOf, ChatPage } from './rest'
import { type Cursor, createResume } from './resume'

let store: Store
let cursor: Cursor
let fresh: FreshAnswers
let resume: ReturnType<typeof createResume>
const rest = {
  chats: vi.fn<(cursor: string | undefined) => Promise<ChatPage>>(),
  chat: vi.fn(async (chatId: string) => sampleChat(chatId, 1)),
  changes: vi.fn<(chats: ReadonlyArray<{ chat_id: string; after: number }>) => Promise<readonly ChangesOf[]>>(),
  myChanges: vi.fn<(after: number) => Promise<MyChanges>>(),
}

const held = (...chats: ReadonlyArray<ReturnType<typeof sampleChat>>): State => ({
  ...initial,
  me,
  listed: true,
  chats: Object.fromEntries(chats.map(chat => [chat.id, chat])),
})

function begin(state: State, at: Cursor = { epoch: 'e', myRev: 5 }) {
  store = newStore(state)
  cursor = at
  fresh = createFreshAnswers()
  const lists = createLists({ store, rest, fresh })
  resume = createResume({ store, rest, fresh, cursor, lists })
}

beforeEach(() => {
  vi.resetAllMocks()
  rest.chat.mockImplementation(async chatId => sampleChat(chatId, 1))
  rest.chats.mockResolvedValue({ chats: [] })
})

const ready = (epoch = 'e', my_rev = 5): FrameOf<'ready'> => ({
  type: 'ready',
  epoch,
  my_rev,
  user_id: 'me',
  server_time: '',
  notifications_unread: 0,
  chats: [],
  more: false,
})
const digest = (revs: Readonly<Record<string, number>>) =>
  Object.entries(revs).map(([id, rev]) => ({ id, rev, seq: rev, read_seq: 0 }))
const range = (chatId: string, rev: number, more = false): ChangesOf => ({
  chatId,
  gone: false,
  changes: { messages: [sampleMessage(chatId, rev)], members: [], rev, more },
})
const mine = (my_rev: number, more = false, chats: MyChanges['chats'] = []) =>
  ({ chats, messages: [], notifications_unread: 0, profile: false, my_rev, more }) as MyChanges
const revs = () => Object.fromEntries(Object.values(store.read().chats).map(chat => [chat.id, chat.rev]))

test('only what differs is asked for: the rest stays as it is held', async () => {
  begin(held(sampleChat('same', 3), sampleChat('behind', 3), sampleChat('gone', 3)))
  rest.changes.mockResolvedValueOnce([range('behind', 4)])
  rest.chat.mockResolvedValueOnce(sampleChat('new', 1))
  await resume.resume(ready(), digest({ same: 3, behind: 4, new: 1 }))
  expect(rest.changes.mock.calls).toEqual([[[{ chat_id: 'behind', after: 3 }]]])
  expect(rest.chat.mock.calls).toEqual([['new']])
  expect(rest.chats).not.toHaveBeenCalled()
  expect(rest.myChanges).not.toHaveBeenCalled()
  expect(revs()).toEqual({ same: 3, behind: 4, new: 1 })
})

test('pages of changes are asked for until nothing is left, each from where the last one ended', async () => {
  begin(held(sampleChat('a', 1), sampleChat('b', 1)))
  rest.changes.mockResolvedValueOnce([range('a', 50, true), range('b', 4)]).mockResolvedValueOnce([range('a', 70)])
  await resume.resume(ready(), digest({ a: 70, b: 4 }))
  expect(rest.changes.mock.calls.map(([chats]) => chats)).toEqual([
    [
      { chat_id: 'a', after: 1 },
      { chat_id: 'b', after: 1 },
    ],
    [{ chat_id: 'a', after: 50 }],
  ])
  expect(revs()).toEqual({ a: 70, b: 4 })
})

test('at most a hundred chats are in one question', async () => {
  const ids = Array.from({ length: 130 }, (_, at) => `c${at}`)
  begin(held(...ids.map(id => sampleChat(id, 1))))
  rest.changes.mockImplementation(async chats => chats.map(({ chat_id }) => range(chat_id, 2)))
  await resume.catchUp(ids)
  expect(rest.changes.mock.calls.map(([chats]) => chats.length)).toEqual([100, 30])
})

test('another epoch voids everything that is held, and the list is loaded anew', async () => {
  begin({ ...held(sampleChat('c', 9)), threads: { c: { items: [sampleMessage('c', 9)], from: 9, to: 9 } } })
  rest.chats.mockImplementationOnce(async () => {
    expect(store.read()).toMatchObject({ chats: {}, threads: {}, listed: false })
    return { chats: [sampleChat('c', 2)] }
  })
  await resume.resume(ready('another', 1), digest({ c: 2 }))
  expect(revs()).toEqual({ c: 2 })
  expect(store.read().threads).toEqual({})
  expect(cursor).toEqual({ epoch: 'another', myRev: 1 })
})

test('the list is loaded page by page, and a chat that is in none of them goes', async () => {
  begin({ ...held(sampleChat('old', 1)), listed: false })
  rest.chats.mockResolvedValueOnce({ chats: [sampleChat('a', 1)], next: 'two' })
  rest.chats.mockResolvedValueOnce({ chats: [sampleChat('b', 1)] })
  await resume.resume(ready(), [])
  expect(rest.chats.mock.calls).toEqual([[undefined], ['two']])
  expect(revs()).toEqual({ a: 1, b: 1 })
  expect(store.read().listed).toBe(true)
})

test('without an answer the list that is held stays', async () => {
  begin(held(sampleChat('c', 1)), { epoch: '', myRev: 0 })
  rest.chats.mockRejectedValueOnce(new Problem('offline', 0))
  await expect(resume.resume(ready(), digest({ c: 1 }))).rejects.toMatchObject({ code: 'offline' })
  expect([revs(), cursor.myRev]).toEqual([{ c: 1 }, 0])
})

test('a chat that cannot be asked for is still missing, and one that is not there is not', async () => {
  begin(held(sampleChat('c', 1)))
  rest.chat.mockRejectedValueOnce(new Problem('unavailable', 503))
  await expect(resume.resume(ready(), digest({ c: 1, d: 1 }))).rejects.toMatchObject({ code: 'unavailable' })
  rest.chat.mockRejectedValueOnce(new Problem('not_found', 404))
  await resume.resume(ready(), digest({ c: 1, d: 1 }))
})

test('a chat whose changes are too far away, and one that is ahead of the server, are fetched whole', async () => {
  const thread = { items: [sampleMessage('far', 3)], from: 3, to: 3 }
  begin({ ...held(sampleChat('far', 3), sampleChat('ahead', 9)), threads: { far: thread, ahead: thread } })
  rest.changes.mockResolvedValueOnce([{ chatId: 'far', gone: false, changes: { reset: true, rev: 900 } }])
  rest.chat.mockImplementation(async chatId => sampleChat(chatId, chatId === 'far' ? 900 : 4))
  await resume.resume(ready(), digest({ far: 900, ahead: 4 }))
  expect(revs()).toEqual({ far: 900, ahead: 4 })
  expect(store.read().threads).toEqual({})
})

test('a chat the server calls unknown goes; a request the digest leaves out stays', async () => {
  const request = { me: { role: 'member', request: 'incoming', muted_until: null } }
  begin(held(sampleChat('c', 1), sampleChat('request', 1, request)))
  rest.changes.mockResolvedValueOnce([{ chatId: 'c', gone: true }])
  await resume.resume(ready(), digest({ c: 2 }))
  expect(Object.keys(revs())).toEqual(['request'])
})

test('with many unknown chats the list is loaded instead of each of them', async () => {
  begin(held())
  await resume.resume(ready(), digest(Object.fromEntries(Array.from({ length: 21 }, (_, at) => [`c${at}`, 1]))))
  expect(rest.chats).toHaveBeenCalledTimes(1)
  expect(rest.chat).not.toHaveBeenCalled()
})

test('what changed for me alone is asked for in pages, and chats I joined elsewhere are fetched', async () => {
  begin(held())
  const joined = { chat_id: 'new', joined: true, read_seq: 0, unread: 0 } as unknown as MyChanges['chats'][number]
  rest.myChanges.mockResolvedValueOnce(mine(7, true, [joined])).mockResolvedValueOnce(mine(8))
  await resume.resume(ready('e', 8), [])
  expect(rest.myChanges.mock.calls).toEqual([[5], [7]])
  expect(cursor.myRev).toBe(8)
  expect(Object.keys(revs())).toEqual(['new'])
})

test('an answer that an event of mine has overtaken is asked for again', async () => {
  begin(held())
  rest.myChanges.mockImplementationOnce(async () => {
    fresh.overtaken()
    return mine(6)
  })
  rest.myChanges.mockResolvedValueOnce(mine(7))
  await resume.myCatchUp()
  expect(rest.myChanges.mock.calls).toEqual([[5], [5]])
  expect(cursor.myRev).toBe(7)
})

test('one chat that is needed in several places is fetched once', async () => {
  begin(held())
  const lists = createLists({ store, rest, fresh })
  void lists.fetchChat('c')
  void lists.fetchChat('c', true)
  await settle()
  expect(rest.chat).toHaveBeenCalledTimes(1)
})

test('an answer that was given while I was away ends the wait', async () => {
  const asked = (request: 'outgoing' | null) => {
    const chat = sampleChat('waiting', 3)
    return { ...chat, me: { ...chat.me, request } }
  }
  begin(held(asked('outgoing'), sampleChat('friend', 3)))
  rest.chat.mockImplementation(async () => asked(null))
  await resume.resume(ready(), digest({ waiting: 3, friend: 3 }))
  expect(rest.chat.mock.calls).toEqual([['waiting']])
  expect(store.read().chats.waiting?.me.request).toBeNull()
})

test('while nothing was answered I go on waiting, and what is held of the chat stays', async () => {
  const chat = sampleChat('waiting', 3)
  const waiting = { ...chat, me: { ...chat.me, request: 'outgoing' as const } }
  const thread = { items: [], from: 3, to: 3 } as unknown as State['threads'][string]
  begin({ ...held(waiting), threads: { waiting: thread } })
  rest.chat.mockResolvedValue(waiting)
  await resume.resume(ready(), digest({ waiting: 3 }))
  expect(store.read().chats.waiting?.me.request).toBe('outgoing')
  expect(store.read().threads.waiting).toBe(thread)
})
