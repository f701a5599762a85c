// This browser keeps between visits: chats with the end of their messages, people, the outbox, drafts. One record holds
// each chat's stretch. All of it is sealed, and everything goes when the person signs out.
import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import { canSeal, type Key, newKey, type Sealed, seal, unseal } from './sealing'
import type { ChatEntry, Outgoing, State, Thread } from './state'

/** Records are sealed; an earlier version of the application wrote them plain. */
type Kept<T> = { readonly sealed: Sealed } | T

interface Schema extends DBSchema {
  meta: { key: string; value: unknown }
  users: { key: string; value: Kept<State['users'][string]> }
  chats: { key: string; value: Kept<ChatEntry> }
  threads: { key: string; value: Kept<Thread & { chatId: string }> }
  outbox: { key: string; value: Kept<Outgoing> }
  drafts: { key: string; value: Kept<{ chatId: string; text: string }> }
}

const STORES = ['meta', 'users', 'chats', 'threads', 'outbox', 'drafts'] as const
type Store = Exclude<(typeof STORES)[number], 'meta'>
const KEY_PATHS: Record<Store, string> = {
  users: 'id',
  chats: 'id',
  threads: 'chatId',
  outbox: 'clientId',
  drafts: 'chatId',
}

export interface Cache {
  readonly db: IDBPDatabase<Schema>
  key: Key
  /** Sealing takes a moment, and a later write must not be overtaken by an earlier one. */
  turn: Promise<unknown>
}

/** Who the cache belongs to and where it stands. */
export interface Standing {
  readonly epoch: string
  readonly myRev: number
  readonly me: State['me']
  readonly sessionId: string | null
}

export async function openCache(name = 'parlance'): Promise<Cache> {
  if (!canSeal()) throw new Error('nothing can be sealed here, so nothing is kept')
  const db = await openDB<Schema>(name, 1, {
    upgrade(made) {
      made.createObjectStore('meta')
      for (const [store, keyPath] of Object.entries(KEY_PATHS)) made.createObjectStore(store as Store, { keyPath })
    },
  })
  const fresh = await newKey()
  const tx = db.transaction('meta', 'readwrite')
  const known = (await tx.store.get('key')) as Key | undefined
  // Of two tabs that open it at once, one makes the key.
  if (!known) await tx.store.put(fresh, 'key')
  await tx.done
  return { db, key: known ?? fresh, turn: Promise.resolve() }
}

export type Loaded = Pick<State, 'users' | 'chats' | 'threads' | 'outbox' | 'drafts'> & {
  standing: Standing | undefined
}

export async function load(cache: Cache): Promise<Loaded> {
  await cache.turn
  const tx = cache.db.transaction(STORES)
  const [standing, users, chats, threads, outbox, drafts] = await Promise.all([
    tx.objectStore('meta').get('standing'),
    tx.objectStore('users').getAll(),
    tx.objectStore('chats').getAll(),
    tx.objectStore('threads').getAll(),
    tx.objectStore('outbox').getAll(),
    tx.objectStore('drafts').getAll(),
  ])
  const opened = async <T extends object>(store: Store, records: readonly Kept<T>[]) =>
    Object.fromEntries(await Promise.all(records.map(record => opening<T>(cache, store, record))))
  // What the server has can be asked for again, and is of use only whole.
  const copy = async () => ({
    standing:
      standing === undefined ? undefined : await openOne<Standing>(cache, 'meta/standing', standing as Standing),
    users: await opened('users', users),
    chats: mapped(await opened('chats', chats), whole),
    threads: mapped(await opened('threads', threads), ({ chatId: _, ...thread }) => thread),
  })
  // Unsent messages and drafts exist nowhere else: one that cannot be opened takes no other with it.
  const readable = async <T extends object>(store: Store, records: readonly Kept<T>[]) => {
    const tried = await Promise.allSettled(records.map(record => opening<T>(cache, store, record)))
    return Object.fromEntries(tried.flatMap(one => (one.status === 'fulfilled' ? [one.value] : [])))
  }
  const all = {
    ...(await copy().catch(() => ({ standing: undefined, users: {}, chats: {}, threads: {} }))),
    outbox: await readable('outbox', outbox),
    drafts: mapped(await readable('drafts', drafts), ({ text }) => text),
  }
  if ([...users, ...chats, ...threads, ...outbox, ...drafts].some(record => !isSealed(record)))
    await sealAll(cache, all)
  return all
}

/** An earlier version of the application knew nothing of where a chat leads. */
const whole = (chat: ChatEntry): ChatEntry => ({
  ...chat,
  mentioned_in: chat.mentioned_in ?? [],
  reacted_to: chat.reacted_to ?? [],
})

const isSealed = (record: object): record is { sealed: Sealed } => 'sealed' in record

const openOne = async <T extends object>(cache: Cache, place: string, record: Kept<T>): Promise<T> =>
  isSealed(record) ? unseal<T>(cache.key, place, record.sealed) : (record as T)

async function opening<T extends object>(cache: Cache, store: Store, record: Kept<T>) {
  const id = String((record as Record<string, unknown>)[KEY_PATHS[store]])
  return [id, await openOne(cache, `${store}/${id}`, record)] as const
}

const mapped = <T, U>(record: Readonly<Record<string, T>>, of: (value: T) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, of(value)]))

/** One record to write, or to drop where it has no value. */
interface Write {
  readonly store: Store
  readonly id: string
  readonly value?: object
}

/** Seals at once, and writes everything in one transaction, each call in its turn. */
function write(cache: Cache, writes: readonly Write[], standing?: Standing): Promise<void> {
  const { key, db } = cache
  const sealing = Promise.all([
    standing && seal(key, 'meta/standing', standing),
    Promise.all(
      writes.map(async ({ store, id, value }) => ({
        store,
        id,
        sealed: value && (await seal(key, `${store}/${id}`, value)),
      })),
    ),
  ])
  const run = async () => {
    const [told, records] = await sealing
    const tx = db.transaction(STORES, 'readwrite')
    // Another tab has ended the session meanwhile: this is of the one before.
    if (((await tx.objectStore('meta').get('key')) as Key | undefined)?.id === key.id) {
      if (told) void tx.objectStore('meta').put({ sealed: told }, 'standing')
      for (const { store, id, sealed } of records) {
        if (sealed) void tx.objectStore(store).put({ [KEY_PATHS[store]]: id, sealed })
        else void tx.objectStore(store).delete(id)
      }
    }
    await tx.done
  }
  const done = cache.turn.then(run)
  cache.turn = done.catch(() => undefined)
  return done
}

/** What was written plain is sealed. */
const sealAll = (cache: Cache, { standing, users, chats, threads, outbox, drafts }: Loaded) =>
  write(
    cache,
    [
      ...Object.entries(users).map(([id, value]) => ({ store: 'users' as const, id, value })),
      ...Object.entries(chats).map(([id, value]) => ({ store: 'chats' as const, id, value })),
      ...Object.entries(threads).map(([id, thread]) => ({
        store: 'threads' as const,
        id,
        value: { chatId: id, ...thread },
      })),
      ...Object.entries(outbox).map(([id, value]) => ({ store: 'outbox' as const, id, value })),
      ...Object.entries(drafts).map(([id, text]) => ({ store: 'drafts' as const, id, value: { chatId: id, text } })),
    ],
    standing,
  )

/** Stretches of at most so many messages, of at most so many chats. */
const MESSAGES_KEPT = 200
const THREADS_KEPT = 30

/** Writes what differs between two states, in one transaction. */
export function keep(cache: Cache, before: State | undefined, now: State, standing: Standing): Promise<void> {
  const recent = new Set(
    Object.values(now.chats)
      .sort((a, b) => (a.active_at < b.active_at ? 1 : -1))
      .slice(0, THREADS_KEPT)
      .map(chat => chat.id),
  )
  const kept = (thread: Thread, chatId: string): object | undefined => {
    if (!recent.has(chatId) || thread.to < (now.chats[chatId]?.seq ?? 0)) return undefined
    const items = thread.items.slice(-MESSAGES_KEPT)
    const from = items.length < thread.items.length ? (items[0]?.seq ?? thread.from) : thread.from
    return { chatId, items, from, to: thread.to }
  }
  const writes = [
    ...differing('users', before?.users, now.users).filter(({ value }) => value),
    ...differing('chats', before?.chats, now.chats),
    ...differing('threads', before?.threads, now.threads, kept),
  ]
  return write(cache, writes, standing)
}

/** Unsent messages and drafts are written at once: they exist nowhere else. */
export const keepOutgoing = (cache: Cache, item: Outgoing) =>
  write(cache, [{ store: 'outbox', id: item.clientId, value: item }])

export const dropOutgoing = (cache: Cache, clientId: string) => write(cache, [{ store: 'outbox', id: clientId }])

export const keepDraft = (cache: Cache, chatId: string, text: string | undefined) =>
  write(cache, [{ store: 'drafts', id: chatId, value: text === undefined ? undefined : { chatId, text } }])

/** Everything goes, the key first of all. A tab that comes later finds it done, and takes over the new key. */
export async function wipe(cache: Cache) {
  await cache.turn
  const fresh = await newKey()
  const tx = cache.db.transaction(STORES, 'readwrite')
  const known = (await tx.objectStore('meta').get('key')) as Key | undefined
  if (known && known.id !== cache.key.id) cache.key = known
  else {
    for (const name of STORES) void tx.objectStore(name).clear()
    void tx.objectStore('meta').put(fresh, 'key')
    cache.key = fresh
  }
  await tx.done
}

function differing<T extends object>(
  store: Store,
  before: Readonly<Record<string, T>> | undefined,
  now: Readonly<Record<string, T>>,
  kept: (value: T, id: string) => object | undefined = value => value,
): readonly Write[] {
  if (before === now) return []
  const changed = Object.entries(now).filter(([id, value]) => before?.[id] !== value)
  const gone = Object.keys(before ?? {}).filter(id => !(id in now))
  return [...changed.map(([id, value]) => ({ store, id, value: kept(value, id) })), ...gone.map(id => ({ store, id }))]
}
