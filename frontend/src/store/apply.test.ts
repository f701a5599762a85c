import { expect, test } from 'vitest'
import type { FrameOf } from '@/protocol/frames'
import * as apply from './apply'
import { failed, nextToSend, retryAfter, settled, withOutgoing } from './outbox'
import { type ChatEntry, initial, type Message, type Outgoing, type State } from './state'

const message = (seq: number, more: Partial<Message> = {}): Message => ({
  chat_id: 'c',
  seq,
  rev: seq,
  author_id: 'leo',
  kind: 'text',
  text: 'x',
  created_at: `2026-11-25T10:00:0${seq % 10}.000Z`,
  ...more,
})
const chat = {
  id: 'c',
  kind: 'direct',
  seq: 3,
  rev: 3,
  read_seq: 3,
  unread: 0,
  mentioned_in: [],
  reacted_to: [],
  last_message: message(3),
  active_at: '2026-11-25T10:00:03.000Z',
  me: { role: 'member', muted_until: null, request: null },
} as unknown as ChatEntry
const state: State = {
  ...initial,
  me: { id: 'me' } as State['me'],
  chats: { c: chat },
  threads: { c: { items: [message(3)], from: 3, to: 3 } },
}
const frame = (rev: number, made: Message, more: Partial<FrameOf<'message'>> = {}): FrameOf<'message'> => ({
  type: 'message',
  chat_id: 'c',
  rev,
  message: made,
  members: [],
  ...more,
})

test('a message of another person counts as unread and is the last one', () => {
  const next = apply.onMessage(state, frame(4, message(4)))
  expect([next.chats.c?.unread, next.chats.c?.seq, next.chats.c?.rev, next.chats.c?.last_message?.seq]).toEqual([
    1, 4, 4, 4,
  ])
  expect(next.threads.c?.to).toBe(4)
})

test('mine and service messages do not count, nor does an edit', () => {
  const mine = apply.onMessage(state, frame(4, message(4, { author_id: 'me' })))
  const service = apply.onMessage(state, frame(4, message(4, { kind: 'service' })))
  const edit = apply.onMessage(state, frame(4, message(3, { rev: 4, text: 'y' })))
  expect([mine, service, edit].map(next => next.chats.c?.unread)).toEqual([0, 0, 0])
  expect(edit.chats.c?.last_message?.text).toBe('y')
})

test('an answer accepts the request of the person who asked', () => {
  const asked = { ...state, chats: { c: { ...chat, me: { ...chat.me, request: 'outgoing' } } as ChatEntry } }
  const mine = apply.onMessage(asked, frame(4, message(4, { author_id: 'me' })))
  const service = apply.onMessage(asked, frame(4, message(4, { kind: 'service' })))
  const answer = apply.onMessage(asked, frame(4, message(4)))
  expect([mine, service, answer].map(next => next.chats.c?.me.request)).toEqual(['outgoing', 'outgoing', null])
})

test('a person keeps their picture when they are told of without its links', () => {
  const card = { id: 'leo', username: 'leo', display_name: 'Leo', avatar_id: 'p1' }
  const known = apply.withUsers(state, [{ ...card, avatar: { small: '/s' } } as unknown as State['users'][string]])
  const told = (avatar_id: string | null) =>
    apply.withUsers(known, [{ ...card, display_name: 'Leo B', avatar_id } as State['users'][string]]).users.leo
  expect([told('p1')?.display_name, told('p1')?.avatar]).toEqual(['Leo B', { small: '/s' }])
  expect([told('p2')?.avatar, told(null)?.avatar]).toEqual([undefined, undefined])
})

test('that I read a chat takes back that I marked it as unread', () => {
  const marked = apply.withMyChat(state, 'c', { marked_unread: true })
  const told = apply.onMe(marked, {
    type: 'me',
    my_rev: 1,
    profile: false,
    read: { chat_id: 'c', read_seq: 3, unread: 0 },
  })
  expect([marked.chats.c?.me.marked_unread, told.chats.c?.me.marked_unread]).toEqual([true, false])
})

test('my message leaves the outbox when it comes in, and only then', () => {
  const item: Outgoing = { clientId: 'k', chatId: 'c', text: 'x', at: 1, state: 'sending', tries: 0 }
  const waiting = withOutgoing(state, settled(item))
  expect(Object.keys(waiting.outbox)).toEqual(['k'])
  expect(apply.onMessage(waiting, frame(4, message(4, { author_id: 'me', client_id: 'k' }))).outbox).toEqual({})
})

test('typing ends with the message, and by itself', () => {
  const typing = apply.onTyping(state, { type: 'typing', chat_id: 'c', user_id: 'leo', on: true }, 1000)
  expect(typing.typing.c).toEqual({ leo: 1000 + apply.TYPING_MS })
  expect(apply.onMessage(typing, frame(4, message(4))).typing.c).toEqual({})
  expect(
    apply.onTyping(typing, { type: 'typing', chat_id: 'c', user_id: 'leo', on: false }, 2000).typing.c,
  ).toBeUndefined()
})

test('a removal takes everything of the chat', () => {
  const full = {
    ...withOutgoing(state, { clientId: 'k', chatId: 'c', text: '', at: 1, state: 'sending', tries: 0 }),
    drafts: { c: 'draft' },
  }
  const gone = apply.onChat(full, { type: 'chat', chat_id: 'c', rev: 4, removed: true })
  expect([gone.chats, gone.threads, gone.outbox, gone.drafts]).toEqual([{}, {}, {}, {}])
})

test('read positions only move forward', () => {
  expect(apply.withRead(state, 'c', 2, 5)).toBe(state)
  const far = apply.onRead(state, { type: 'read', chat_id: 'c', user_id: 'leo', seq: 3 })
  expect(apply.onRead(far, { type: 'read', chat_id: 'c', user_id: 'leo', seq: 1 })).toBe(far)
})

test('a message is tried three times more by itself, then by its author', () => {
  const item: Outgoing = { clientId: 'k', chatId: 'c', text: 'x', at: 1, state: 'sending', tries: 0 }
  expect([0, 1, 2, 3].map(tries => retryAfter({ ...item, tries }))).toEqual([1000, 3000, 9000, undefined])
  expect(nextToSend({ k: failed(item, 'forbidden') }, new Set())).toEqual([])
  expect(nextToSend({ k: item }, new Set(['k']))).toEqual([])
})

test('what a chat no longer keeps is gone from its stretch and its row', () => {
  const held = { ...state, threads: { c: { items: [message(1), message(2), message(3)], from: 1, to: 3 } } }
  const told = (kept_from: number) =>
    apply.onChat(held, {
      type: 'chat',
      chat_id: 'c',
      rev: 4,
      removed: false,
      chat: { id: 'c', seq: 3, rev: 4, kept_from },
    })
  expect(told(3).threads.c?.items.map(({ seq }) => seq)).toEqual([3])
  expect(told(3).chats.c?.last_message?.seq).toBe(3)
  const all = told(4)
  expect([all.threads.c?.items, all.chats.c?.last_message, all.chats.c?.rev]).toEqual([[], null, 4])
  expect(told(1).threads.c?.items).toHaveLength(3)
})
