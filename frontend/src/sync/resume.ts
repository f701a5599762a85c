// Catch-up compares what is held with what the server has, and asks for the difference.
import type { FrameOf } from '@/protocol/frames'
import { isReset, withMyChanges, withoutChat, withRange } from '@/store/apply'
import type { ChatEntry, State } from '@/store/state'
import type { Store } from '@/store/store'
import type { FreshAnswers } from './fresh'
import type { Lists } from './lists'
import type { Rest } from './rest'

const CHATS_AT_ONCE = 100
/** With more unknown chats than this the whole list is asked for. */
const ONE_BY_ONE = 20

export type Digest = FrameOf<'ready'>['chats']

export interface Plan {
  /** Held chats the server no longer counts as mine. */
  readonly gone: readonly string[]
  /** Held chats that are behind. */
  readonly behind: readonly string[]
  /** Held chats that are ahead of the server: what is held of them is void. */
  readonly ahead: readonly string[]
  readonly unknown: readonly string[]
}

export function compare(chats: State['chats'], digest: Digest): Plan {
  const told = new Map(digest.map(chat => [chat.id, chat.rev]))
  const held = Object.values(chats)
  const rev = (chat: ChatEntry) => told.get(chat.id)
  return {
    // Requests are not memberships yet, so the digest may leave them out.
    gone: held.filter(chat => rev(chat) === undefined && chat.me.request !== 'incoming').map(chat => chat.id),
    behind: held.filter(chat => chat.rev < (rev(chat) ?? 0)).map(chat => chat.id),
    ahead: held.filter(chat => chat.rev > (rev(chat) ?? chat.rev)).map(chat => chat.id),
    unknown: digest.filter(chat => !chats[chat.id]).map(chat => chat.id),
  }
}

/** Chats in which I wait to be let in. */
const waiting = (chats: State['chats']) =>
  Object.values(chats).flatMap(chat => (chat.me.request === 'outgoing' ? [chat.id] : []))

/** Where this tab is beside the server: which database it knows, and my own revision. */
export interface Cursor {
  epoch: string
  myRev: number
}

export interface ResumeParts {
  readonly store: Store
  readonly rest: Pick<Rest, 'changes' | 'myChanges'>
  readonly fresh: FreshAnswers
  readonly cursor: Cursor
  readonly lists: Lists
}

export function createResume({ store, rest, fresh, cursor, lists }: ResumeParts) {
  const { read, change } = store

  async function resume(ready: FrameOf<'ready'>, digest: Digest) {
    const another = cursor.epoch !== '' && cursor.epoch !== ready.epoch
    cursor.epoch = ready.epoch
    if (another) change(state => ({ ...state, chats: {}, threads: {}, listed: false }))
    if (another || !read().listed || cursor.myRev === 0) {
      if (another) cursor.myRev = 0
      await lists.loadAll()
      cursor.myRev = Math.max(cursor.myRev, ready.my_rev)
      return
    }
    const plan = compare(read().chats, digest)
    change(state => plan.gone.reduce(withoutChat, state))
    if (plan.unknown.length > ONE_BY_ONE) await lists.loadAll()
    else await Promise.all([...plan.unknown, ...plan.ahead].map(chatId => lists.fetchChat(chatId, true)))
    await catchUp(plan.behind)
    // That a request of mine was accepted is no change of its chat.
    await Promise.all(waiting(read().chats).map(chatId => lists.fetchChat(chatId)))
    if (ready.my_rev !== cursor.myRev) await myCatchUp()
  }

  /** Asks for what changed in these chats until nothing is left. */
  async function catchUp(chatIds: readonly string[]): Promise<void> {
    for (let at = 0; at < chatIds.length; at += CHATS_AT_ONCE) {
      let behind = chatIds.slice(at, at + CHATS_AT_ONCE)
      while (behind.length > 0) behind = await step(behind)
    }
  }

  async function step(chatIds: readonly string[]): Promise<string[]> {
    const { chats } = read()
    const asked = chatIds.flatMap(chatId => {
      const chat = chats[chatId]
      return chat ? [{ chat_id: chatId, after: chat.rev }] : []
    })
    if (asked.length === 0) return []
    const more: string[] = []
    for (const { chatId, changes, gone } of await rest.changes(asked)) {
      if (gone) change(state => withoutChat(state, chatId))
      else if (!changes || isReset(changes)) await lists.fetchChat(chatId, true)
      else {
        change(state => withRange(state, chatId, changes))
        if (changes.more) more.push(chatId)
      }
    }
    return more
  }

  /** What changed for me alone, on any of my devices. */
  async function myCatchUp() {
    let from = cursor.myRev
    for (;;) {
      const after = from
      const answer = await fresh.ask(() => rest.myChanges(after))
      change(state => withMyChanges(state, answer))
      from = answer.my_rev
      cursor.myRev = Math.max(cursor.myRev, answer.my_rev)
      for (const mine of answer.chats)
        if (mine.joined && !read().chats[mine.chat_id]) await lists.fetchChat(mine.chat_id)
      if (!answer.more) return
    }
  }

  return { resume, catchUp, myCatchUp }
}

export type Resume = ReturnType<typeof createResume>
