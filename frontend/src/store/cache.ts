// This browser keeps between visits: chats with the end of their messages, people, the outbox, drafts. One record holds
// each chat's stretch. Everything goes when the person signs out.
import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { ChatEntry, Outgoing, State, Thread } from './state'

interface Schema extends DBSchema {
  meta: { key: string; value: unknown }
  users: { key: string; value: State['users'][string] }
  chats: { key: string; value: ChatEntry }
  threads: { key: string; value: Thread & { chatId: string } }
  outbox: { key: string; value: Outgoing }
  drafts: { key: string; value: { chatId: string; text: string } }
}

export type Cache = IDBPDatabase<Schema>

/** Who the cache belongs to and where it stands. */
export interface Standing {
  readonly epoch: string
  readonly myRev: number
  readonly me: State['me']
  readonly sessionId: string | null
}

const STORES = ['meta', 'users', 'chats', 'threads', 'outbox', 'drafts'] as const

export function openCache(name = 'parlance'): Promise<Cache> {
  return openDB<Schema>(name, 1, {
    upgrade(db) {
      db.createObjectStore('meta')
      db.createObjectStore('users', { keyPath: 'id' })
      db.createObjectStore('chats', { keyPath: 'id' })
      db.createObjectStore('threads', { keyPath: 'chatId' })
      db.createObjectStore('outbox', { keyPath: 'clientId' })
      db.createObjectStore('drafts', { keyPath: 'chatId' })
    },
  })
}

export type Kept = Pick<State, 'users' | 'chats' | 'threads' | 'outbox' | 'drafts'> & { standing: Standing | undefined }

export async function load(cache: Cache): Promise<Kept> {
  const tx = cache.transaction(STORES)
  const [standing, users, chats, threads, outbox, drafts] = await Promise.all([
    tx.objectStore('meta').get('standing'),
    tx.objectStore('users').getAll(),
    tx.objectStore('chats').getAll(),
    tx.objectStore('threads').getAll(),
    tx.objectStore('outbox').getAll(),
    tx.objectStore('drafts').getAll(),
  ])
  return {
    standing: standing as Standing | undefined,
    users: Object.fromEntries(users.map(user => [user.id, user])),
    chats: Object.fromEntries(chats.map(chat => [chat.id, chat])),
    threads: Object.fromEntries(threads.map(({ chatId, ...thread }) => [chatId, thread])),
    outbox: Object.fromEntries(outbox.map(item => [item.clientId, item])),
    drafts: Object.fromEntries(drafts.map(draft => [draft.chatId, draft.text])),
  }
}

/** Stretches of at most so many messages, of at most so many chats. */
const MESSAGES_KEPT = 200
const THREADS_KEPT = 30

/** Writes what differs between two states, in one transaction. */
export async function keep(cache: Cache, before: State | undefined, now: State, standing: Standing) {
  const tx = cache.transaction(STORES, 'readwrite')
  tx.objectStore('meta').put(standing, 'standing')
  const recent = new Set(
    Object.values(now.chats)
      .sort((a, b) => (a.active_at < b.active_at ? 1 : -1))
      .slice(0, THREADS_KEPT)
      .map(chat => chat.id),
  )
  differ(before?.users, now.users, user => tx.objectStore('users').put(user))
  differ(
    before?.chats,
    now.chats,
    chat => tx.objectStore('chats').put(chat),
    id => tx.objectStore('chats').delete(id),
  )
  differ(
    before?.threads,
    now.threads,
    (thread, chatId) => {
      const end = now.chats[chatId]?.seq ?? 0
      if (!recent.has(chatId) || thread.to < end) return tx.objectStore('threads').delete(chatId)
      const items = thread.items.slice(-MESSAGES_KEPT)
      const from = items.length < thread.items.length ? (items[0]?.seq ?? thread.from) : thread.from
      return tx.objectStore('threads').put({ chatId, items, from, to: thread.to })
    },
    id => tx.objectStore('threads').delete(id),
  )
  await tx.done
}

/** Unsent messages and drafts are written at once: they exist nowhere else. */
export async function keepOutgoing(cache: Cache, item: Outgoing) {
  await cache.put('outbox', item)
}

export async function dropOutgoing(cache: Cache, clientId: string) {
  await cache.delete('outbox', clientId)
}

export async function keepDraft(cache: Cache, chatId: string, text: string | undefined) {
  if (text !== undefined) await cache.put('drafts', { chatId, text })
  else await cache.delete('drafts', chatId)
}

export async function wipe(cache: Cache) {
  const tx = cache.transaction(STORES, 'readwrite')
  await Promise.all([...STORES.map(name => tx.objectStore(name).clear()), tx.done])
}

function differ<T>(
  before: Readonly<Record<string, T>> | undefined,
  now: Readonly<Record<string, T>>,
  put: (value: T, key: string) => unknown,
  drop?: (key: string) => unknown,
) {
  if (before === now) return
  for (const [key, value] of Object.entries(now)) if (before?.[key] !== value) put(value, key)
  if (drop && before) for (const key of Object.keys(before)) if (!(key in now)) drop(key)
}
