import 'fake-indexeddb/auto'
import { expect, test } from 'vitest'
import { type Cache, keep, keepDraft, keepOutgoing, load, openCache, wipe } from './cache'
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

const records = async ({ db }: Cache) =>
  JSON.stringify(
    (
      await Promise.all((['users', 'chats', 'threads', 'outbox', 'drafts'] as const).map(name => db.getAll(name)))
    ).flat(),
  )

test('nothing that a person wrote or read is on the disk as it is', async () => {
  const cache = await openCache('sealed')
  const spoken = { ...message(300), text: 'a secret word' } as State['threads'][string]['items'][number]
  const told: State = { ...state, threads: { c: { items: [spoken], from: 300, to: 300 } } }
  await keep(cache, undefined, told, standing)
  await keepDraft(cache, 'c', 'another secret')
  const written = await cache.db.getAll('threads')
  expect(Object.keys(written[0] ?? {}).sort()).toEqual(['chatId', 'sealed'])
  expect(await records(cache)).not.toMatch(/secret/)
  expect((await load(cache)).threads.c?.items[0]?.text).toBe('a secret word')
})

test('what is left of a session that ended cannot be opened', async () => {
  const cache = await openCache('ended')
  await keepDraft(cache, 'c', 'mine')
  const left = await cache.db.getAll('drafts')
  await wipe(cache)
  for (const record of left) await cache.db.put('drafts', record)
  expect((await load(cache)).drafts).toEqual({})
})

test('a record that cannot be opened takes no unsent message and no draft with it', async () => {
  const cache = await openCache('damaged')
  await keep(cache, undefined, state, standing)
  await keepOutgoing(cache, { clientId: 'k', chatId: 'c', text: 'later', at: 1, state: 'sending', tries: 0 })
  await keepDraft(cache, 'c', 'half a')
  await keepDraft(cache, 'd', 'damaged')
  for (const [store, id] of [
    ['chats', 'c'],
    ['drafts', 'd'],
  ] as const) {
    const record = (await cache.db.get(store, id)) as { sealed: { data: ArrayBuffer } }
    new Uint8Array(record.sealed.data).reverse()
    await cache.db.put(store, record as never)
  }
  const back = await load(cache)
  expect([back.standing, back.chats]).toEqual([undefined, {}])
  expect([back.outbox.k?.text, back.drafts]).toEqual(['later', { c: 'half a' }])
})

test('two tabs share a key; the one that ends the session later takes nothing from the next one', async () => {
  const [one, other] = await Promise.all([openCache('tabs'), openCache('tabs')])
  await keepDraft(one, 'c', 'seen in both')
  expect((await load(other)).drafts).toEqual({ c: 'seen in both' })
  await wipe(one)
  await keepDraft(one, 'c', 'of the next session')
  await keepDraft(other, 'd', 'of the one before')
  await wipe(other)
  expect((await load(other)).drafts).toEqual({ c: 'of the next session' })
})

test('what an earlier version wrote plain is read, and sealed', async () => {
  const cache = await openCache('plain')
  await cache.db.put('drafts', { chatId: 'c', text: 'plain words' })
  await cache.db.put('meta', standing, 'standing')
  const back = await load(cache)
  expect([back.drafts, back.standing]).toEqual([{ c: 'plain words' }, standing])
  expect(await records(cache)).not.toMatch(/plain words/)
  expect((await load(cache)).drafts).toEqual({ c: 'plain words' })
})

test('a later write is not overtaken by an earlier one', async () => {
  const cache = await openCache('order')
  await Promise.all(Array.from({ length: 50 }, (_, at) => keepDraft(cache, 'c', `${at}${'x'.repeat(5000 - at * 100)}`)))
  expect((await load(cache)).drafts.c).toMatch(/^49x/)
})
