// This fetches chats as a whole: the list of them, and one of them anew.
import { asProblem, isProblem } from '@/protocol/problem'
import { withChats, withoutChat } from '@/store/apply'
import type { ChatEntry, State } from '@/store/state'
import { put, type Store } from '@/store/store'
import type { FreshAnswers } from './fresh'
import type { Rest } from './rest'

export interface ListsParts {
  readonly store: Store
  readonly rest: Pick<Rest, 'chats' | 'chat'>
  readonly fresh: FreshAnswers
}

export function createLists({ store: { change }, rest, fresh }: ListsParts) {
  const fetching = new Map<string, Promise<void>>()

  /** The whole list. What is held of a chat's messages stays where it is at the revision that is told. */
  async function loadAll() {
    const ids = new Set<string>()
    let from: string | undefined
    do {
      const after = from
      const page = await fresh.ask(() => rest.chats(after))
      for (const chat of page.chats) ids.add(chat.id)
      change(state => listed(state, page.chats))
      from = page.next
    } while (from)
    change(state => {
      const gone = Object.keys(state.chats).filter(chatId => !ids.has(chatId))
      return { ...gone.reduce(withoutChat, state), listed: true }
    })
  }

  /** One chat anew; `drop` also forgets what is held of its messages. */
  function fetchChat(chatId: string, drop = false): Promise<void> {
    const running = fetching.get(chatId)
    if (running) return running
    const work = fresh
      .ask(() => rest.chat(chatId))
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
        else if (asProblem(fault).passing) throw fault
      })
      .finally(() => fetching.delete(chatId))
    fetching.set(chatId, work)
    return work
  }

  return { loadAll, fetchChat }
}

export type Lists = ReturnType<typeof createLists>

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
