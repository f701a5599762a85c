// Coming back: compares what is held with what the server has, and asks for the difference.
import type { FrameOf } from '@/protocol/frames'
import { asProblem, isProblem } from '@/protocol/problem'
import { isReset, withChats, withMyChanges, withoutChat, withRange } from '@/store/apply'
import type { ChatEntry, State } from '@/store/state'
import { change, put, read } from '@/store/store'
import { askChanges, askMyChanges, getChat, listChats } from './rest'
import { standing } from './standing'
import { whileNothingIsTold } from './told'

const CHATS_AT_ONCE = 100
/** With more unknown chats than this the whole list is asked for. */
const ONE_BY_ONE = 20

type Digest = FrameOf<'ready'>['chats']

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

export async function resume(ready: FrameOf<'ready'>, digest: Digest) {
  const another = standing.epoch !== '' && standing.epoch !== ready.epoch
  standing.epoch = ready.epoch
  if (another) change(state => ({ ...state, chats: {}, threads: {}, listed: false }))
  if (another || !read().listed || standing.myRev === 0) {
    standing.myRev = ready.my_rev
    return loadList()
  }
  const plan = compare(read().chats, digest)
  change(state => plan.gone.reduce(withoutChat, state))
  if (plan.unknown.length > ONE_BY_ONE) await loadList()
  else await Promise.all([...plan.unknown, ...plan.ahead].map(chatId => fetchChat(chatId, true)))
  await catchUp(plan.behind)
  // That a request of mine was accepted is no change of its chat.
  await Promise.all(waiting(read().chats).map(chatId => fetchChat(chatId)))
  if (ready.my_rev !== standing.myRev) await myCatchUp()
}

/** Chats in which I wait to be let in. */
const waiting = (chats: State['chats']) =>
  Object.values(chats).flatMap(chat => (chat.me.request === 'outgoing' ? [chat.id] : []))

/** The whole list. What is held of a chat's messages stays where it is at the revision that is told. */
export async function loadList() {
  try {
    const ids = new Set(await listChats(chats => change(state => listed(state, chats))))
    change(state => {
      const gone = Object.keys(state.chats).filter(chatId => !ids.has(chatId))
      return { ...gone.reduce(withoutChat, state), listed: true }
    })
  } catch (fault) {
    // Without an answer the cached list stays, and the next connection asks again.
    if (!asProblem(fault).passing) throw fault
  }
}

function listed(state: State, chats: readonly ChatEntry[]): State {
  let next = state
  const news: ChatEntry[] = []
  for (const chat of chats) {
    const held = state.chats[chat.id]
    // Events have come in while the page was on its way.
    if (held && held.rev > chat.rev) continue
    if (held && held.rev < chat.rev) next = { ...next, threads: put(next.threads, chat.id, undefined) }
    news.push(chat)
  }
  return withChats(next, news)
}

const fetching = new Map<string, Promise<void>>()

/** One chat anew; `drop` also forgets what is held of its messages. */
export function fetchChat(chatId: string, drop = false): Promise<void> {
  const running = fetching.get(chatId)
  if (running) return running
  const work = whileNothingIsTold(() => getChat(chatId))
    .then(chat =>
      change(state => {
        const held = state.chats[chatId]
        if (held && held.rev > chat.rev && !drop) return state
        const stays = held?.rev === chat.rev
        return withChats(stays ? state : { ...state, threads: put(state.threads, chatId, undefined) }, [chat])
      }),
    )
    .catch(fault => {
      if (isProblem(fault, 'not_found')) change(state => withoutChat(state, chatId))
    })
    .finally(() => fetching.delete(chatId))
  fetching.set(chatId, work)
  return work
}

/** Asks for what changed in these chats until nothing is left. */
export async function catchUp(chatIds: readonly string[]): Promise<void> {
  for (let at = 0; at < chatIds.length; at += CHATS_AT_ONCE) {
    let rest = chatIds.slice(at, at + CHATS_AT_ONCE)
    while (rest.length > 0) rest = await step(rest)
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
  for (const { chatId, changes, gone } of await askChanges(asked)) {
    if (gone) change(state => withoutChat(state, chatId))
    else if (!changes || isReset(changes)) await fetchChat(chatId, true)
    else {
      change(state => withRange(state, chatId, changes))
      if (changes.more) more.push(chatId)
    }
  }
  return more
}

/** What changed for me alone, on any of my devices. */
export async function myCatchUp() {
  let from = standing.myRev
  for (;;) {
    const answer = await whileNothingIsTold(() => askMyChanges(from))
    change(state => withMyChanges(state, answer))
    from = answer.my_rev
    standing.myRev = Math.max(standing.myRev, answer.my_rev)
    for (const mine of answer.chats) if (mine.joined && !read().chats[mine.chat_id]) await fetchChat(mine.chat_id)
    if (!answer.more) return
  }
}
