// A person acts on a chat here: reads it, leaves it, marks it. A change shows at once, and is taken back if the server
// rejects it.
import type { Tell } from '@/protocol/frames'
import type { Chat } from '@/protocol/types'
import { onDelivered, onRead, withMyChat, withRead } from '@/store/apply'
import { withNewReactions } from '@/store/leads'
import { isSaved } from '@/store/saved'
import type { ChatEntry, State } from '@/store/state'
import { put, type Store } from '@/store/store'
import { ending, type Part, touches, trimmed, withPage } from '@/store/thread'
import { chatEntry, type MyChat, type Rest } from './rest'

const KEPT_WHEN_LEFT = 300
const CHATS_HELD = 30

export interface ChatCommandsParts {
  readonly store: Store
  readonly rest: Pick<Rest, 'messages' | 'setMine' | 'markRead' | 'receipts' | 'seeReactions' | 'direct'>
  tell(frame: Tell): void
}

export function createChatCommands({ store, rest, tell }: ChatCommandsParts) {
  const { read, change } = store

  /** Loads a part of a chat; `reading` says in which direction a person scrolls, so that the other end can go. */
  async function loadPart(chatId: string, part: Part, reading?: 'older' | 'newer') {
    const page = await rest.messages(chatId, part)
    change(state => {
      const held = state.threads[chatId]
      // Meanwhile the reader has gone to another part of the chat: this page belongs to where they were.
      if (reading && !touches(held, page)) return state
      const joined = withPage(held, page)
      const thread = reading ? trimmed(joined, reading) : joined
      return { ...state, threads: put(state.threads, chatId, thread) }
    })
  }

  /** Keeps the end of a chat that is left, and of not too many chats. */
  function leave(chatId: string) {
    change(state => withLeft(state, chatId))
  }

  async function setMine(chatId: string, mine: MyChat) {
    const before = read().chats[chatId]?.me
    if (!before) return
    const known: Partial<ChatEntry['me']> = Object.fromEntries(
      Object.entries(mine).filter(([, value]) => value !== undefined),
    )
    change(state => withMyChat(state, chatId, known))
    try {
      const answer = await rest.setMine(chatId, mine)
      change(state => withMyChat(state, chatId, answer.me))
    } catch (fault) {
      change(state => withMyChat(state, chatId, before))
      throw fault
    }
  }

  /** Also takes back that the chat was marked as unread. */
  async function markRead(chatId: string, seq: number) {
    const chat = read().chats[chatId]
    if (!chat || (seq <= chat.read_seq && !chat.me.marked_unread)) return
    const me = read().me?.id
    const left = (read().threads[chatId]?.items ?? []).filter(
      message => message.seq > seq && message.author_id !== me && message.kind !== 'service',
    )
    change(state => withRead(state, chatId, seq, seq >= chat.seq ? 0 : left.length))
    const answer = await rest.markRead(chatId, seq)
    change(state => withRead(state, chatId, answer.read_seq, answer.unread))
  }

  return {
    loadPart,
    seeReactions: (chatId: string, seqs: readonly number[]) => seeReactions({ store, rest }, chatId, seqs),
    saved: () => saved({ store, rest }),
    leave,
    setMine,
    markRead,
    learnReceipts: (chatId: string, mine: readonly number[]) => learnReceipts({ store, rest }, chatId, mine),
    typing: (chatId: string, on: boolean) => tell({ type: 'typing', chat_id: chatId, on }),
    take: (answer: Chat) => take(store, chatEntry(answer)),
  }
}

type Parts = Pick<ChatCommandsParts, 'store' | 'rest'>

/** What is seen here is seen on every device. */
async function seeReactions({ store, rest }: Parts, chatId: string, seqs: readonly number[]) {
  store.change(state => {
    const chat = state.chats[chatId]
    if (!chat) return state
    const seen = seqs.reduce((led, seq) => withNewReactions(led, seq, false), chat)
    return { ...state, chats: put(state.chats, chatId, seen) }
  })
  await rest.seeReactions(chatId, seqs)
}

/** The chat in which a person saves messages; made when it is wanted first. */
async function saved({ store, rest }: Parts): Promise<string> {
  const me = store.read().me?.id ?? ''
  const held = Object.values(store.read().chats).find(chat => isSaved(chat, me))
  return (held ?? take(store, chatEntry(await rest.direct(me)))).id
}

/**
 * How far messages of mine have come, as far as others let that be known. Who has read one has read those before it:
 * the last is asked about, and if no one has read it, the one is looked for up to which they have.
 */
async function learnReceipts({ store, rest }: Parts, chat_id: string, mine: readonly number[]) {
  let [low, high] = [0, mine.length - 1]
  let at = high
  while (low <= high) {
    const seq = mine[at] ?? 0
    const receipts = await rest.receipts(chat_id, seq).catch(() => undefined)
    if (!receipts) return
    for (const { user, state: how } of receipts)
      store.change(state => (how === 'read' ? onRead : onDelivered)(state, { chat_id, user_id: user.id, seq }))
    if (receipts.some(({ state }) => state === 'read')) low = at + 1
    else high = at - 1
    at = (low + high) >> 1
  }
}

function withLeft(state: State, chatId: string): State {
  const thread = state.threads[chatId]
  if (!thread) return state
  const { [chatId]: _, ...others } = state.threads
  const kept = ending(thread, state.chats[chatId]?.seq ?? 0, KEPT_WHEN_LEFT)
  // The chat left last is the last one, so the first is the one that was not seen for longest.
  const rest = Object.entries(others).slice(-CHATS_HELD)
  return { ...state, threads: { ...Object.fromEntries(rest), ...(kept ? { [chatId]: kept } : {}) } }
}

/** A chat as an answer gave it: opened, joined, changed. */
function take(store: Store, chat: ChatEntry): ChatEntry {
  store.change(state => {
    const held = state.chats[chat.id]
    if (held && held.rev > chat.rev) return state
    const users = chat.peer ? { ...state.users, [chat.peer.id]: chat.peer } : state.users
    const threads = held && held.rev !== chat.rev ? put(state.threads, chat.id, undefined) : state.threads
    return { ...state, users, threads, chats: put(state.chats, chat.id, chat) }
  })
  return chat
}
