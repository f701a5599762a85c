// Each event changes the state here. Pure: the engine has seen to it that events of a chat come in the order of their
// revisions, and what has to be asked of the server is not decided here.
import type { Changes, Frame, FrameOf, Message, MyChanges, MyMessage, Preferences } from '@/protocol/frames'
import type { Role } from '@/protocol/types'
import { unreadMentions, withLead, withNewReactions } from './leads'
import type { ChatEntry, State } from './state'
import { put } from './store'
import { newest, withMessage } from './thread'

export const TYPING_MS = 6000

type Update<T extends Frame['type']> = (state: State, frame: FrameOf<T>) => State
type Standing = { user_id: string; role: Role; state: string }

export const onMessage: Update<'message'> = (state, frame) => {
  const told = withState(state, frame.chat_id, frame.rev, frame.members, frame.chat ?? undefined)
  return withMessages(told, frame.chat_id, [frame.message])
}

export const onChanges: Update<'changes'> = (state, frame) =>
  withRange(state, frame.chat_id, { ...frame, chat: frame.chat ?? undefined })

export const onSkip: Update<'skip'> = (state, frame) => withState(state, frame.chat_id, frame.rev)

export const onChat: Update<'chat'> = (state, frame) =>
  frame.removed
    ? withoutChat(state, frame.chat_id)
    : withState(state, frame.chat_id, frame.rev, [], frame.chat ?? undefined)

export const onMember: Update<'member'> = (state, frame) => withState(state, frame.chat_id, frame.rev, frame.members)

type Reached = { type?: string; chat_id: string; user_id: string; seq: number }
const reached = (state: State, of: 'reads' | 'delivered', { chat_id, user_id, seq }: Reached): State => {
  const chat = state[of][chat_id] ?? {}
  if ((chat[user_id] ?? 0) >= seq) return state
  return { ...state, [of]: put(state[of], chat_id, { ...chat, [user_id]: seq }) }
}
export const onRead = (state: State, frame: Reached) => reached(state, 'reads', frame)
export const onDelivered = (state: State, frame: Reached) => reached(state, 'delivered', frame)

export const onPresence: Update<'presence'> = (state, frame) => ({
  ...state,
  presence: { ...state.presence, [frame.user_id]: { online: frame.online, lastSeen: frame.last_seen } },
})

export const onUser: Update<'user'> = (state, frame) => withUsers(state, [frame.user])

export function onTyping(state: State, frame: FrameOf<'typing'>, now: number): State {
  const { [frame.user_id]: _, ...others } = state.typing[frame.chat_id] ?? {}
  const next = frame.on ? { ...others, [frame.user_id]: now + TYPING_MS } : others
  return { ...state, typing: put(state.typing, frame.chat_id, Object.keys(next).length ? next : undefined) }
}

export const onMe: Update<'me'> = (state, frame) => {
  let next = state
  if (frame.membership?.joined === false) next = withoutChat(next, frame.membership.chat_id)
  if (frame.read) next = withRead(next, frame.read.chat_id, frame.read.read_seq, frame.read.unread)
  if (frame.chat) next = withMyChat(next, frame.chat.chat_id, preferences(frame.chat))
  if (frame.message) next = withMine(next, frame.message)
  return next
}

/** A stretch of changes that was asked for; `rev` is where the chat stands afterwards. */
export function withRange(
  state: State,
  chatId: string,
  range: { messages: Message[]; members: readonly Standing[]; chat?: unknown; rev: number },
): State {
  const told = withState(state, chatId, range.rev, range.members, range.chat as Partial<ChatEntry> | undefined)
  return withMessages(
    told,
    chatId,
    [...range.messages].sort((a, b) => a.seq - b.seq),
  )
}

export function isReset(answer: Changes): answer is Extract<Changes, { reset: true }> {
  return 'reset' in answer
}

export function withMyChanges(state: State, answer: MyChanges): State {
  let next: State = { ...state, notificationsUnread: answer.notifications_unread }
  for (const mine of answer.chats) {
    if (!mine.joined && next.chats[mine.chat_id]?.me.request !== 'incoming') next = withoutChat(next, mine.chat_id)
    else next = withMyChat(withRead(next, mine.chat_id, mine.read_seq, mine.unread), mine.chat_id, preferences(mine))
  }
  for (const mine of answer.messages) next = withMine(next, mine)
  return next
}

const preferences = ({
  muted_until,
  pinned,
  archived,
  marked_unread,
  draft,
  translate_to,
}: Preferences): Preferences => ({
  muted_until,
  pinned,
  archived,
  marked_unread,
  draft,
  translate_to,
})

/** What one message is to me: starred, hidden, reacted to. */
function withMine(old: State, mine: MyMessage): State {
  const chat = old.chats[mine.chat_id]
  const led = chat && withNewReactions(chat, mine.seq, mine.new_reactions === true)
  const state = led === chat ? old : { ...old, chats: put(old.chats, mine.chat_id, led) }
  const thread = state.threads[mine.chat_id]
  if (!thread) return state
  const items = thread.items.map(message =>
    message.seq === mine.seq
      ? {
          ...message,
          starred: mine.starred ?? message.starred,
          hidden: mine.hidden ?? message.hidden,
          reactions: message.reactions?.map(reaction => ({
            ...reaction,
            mine: mine.my_reactions ? mine.my_reactions.includes(reaction.emoji) : reaction.mine,
          })),
        }
      : message,
  )
  return { ...state, threads: put(state.threads, mine.chat_id, { ...thread, items }) }
}

function withState(state: State, chatId: string, rev: number, members: readonly Standing[] = [], told?: object): State {
  const chat = state.chats[chatId]
  if (!chat) return state
  const mine = members.find(member => member.user_id === state.me?.id)
  const next: ChatEntry = {
    ...chat,
    ...(told as Partial<ChatEntry> | undefined),
    seq: chat.seq,
    rev: Math.max(chat.rev, rev),
    me: mine && mine.state === 'joined' ? { ...chat.me, role: mine.role, request: null } : chat.me,
  }
  const roles = members.length ? put(state.roles, chatId, withRoles(state.roles[chatId], members)) : state.roles
  return forgotten({ ...state, roles, chats: put(state.chats, chatId, next) }, next)
}

/** What a chat no longer keeps is forgotten here as well. */
function forgotten(state: State, chat: ChatEntry): State {
  const thread = state.threads[chat.id]
  const gone = (message: { seq: number } | null | undefined) => message != null && message.seq < chat.kept_from
  const chats = gone(chat.last_message) ? put(state.chats, chat.id, { ...chat, last_message: null }) : state.chats
  if (!gone(thread?.items[0]) || !thread) return { ...state, chats }
  const items = thread.items.filter(message => !gone(message))
  return { ...state, chats, threads: put(state.threads, chat.id, { ...thread, items }) }
}

function withRoles(known: Readonly<Record<string, Role>> | undefined, members: readonly Standing[]) {
  const next: Record<string, Role> = { ...known }
  for (const member of members) {
    if (member.state === 'joined') next[member.user_id] = member.role
    else delete next[member.user_id]
  }
  return next
}

/** Messages of one chat, ascending: into its stretch, its row of the list, its count of unread ones. */
export function withMessages(state: State, chatId: string, messages: readonly Message[]): State {
  const chat = state.chats[chatId]
  if (!chat || messages.length === 0) return state
  const me = state.me?.id
  let thread = state.threads[chatId]
  let last = chat.last_message
  let { seq, unread, active_at } = chat
  let typing = state.typing[chatId]
  // The peer's answer lets one in, whatever was missed of its telling.
  const answered =
    chat.me.request === 'outgoing' && messages.some(message => message.kind !== 'service' && message.author_id !== me)
  const arrived = new Set<string>()
  let led: Pick<ChatEntry, 'mentioned_in' | 'reacted_to'> = chat
  for (const message of messages) {
    led = withLead(led, message, me, chat.read_seq)
    if (thread) thread = withMessage(thread, message)
    if (message.author_id === me && message.client_id) arrived.add(message.client_id)
    if (message.seq > seq) {
      seq = message.seq
      const service = message.kind === 'service'
      if (!service && message.author_id !== me && message.seq > chat.read_seq) unread += 1
      if (!service || moves(message, me)) active_at = message.created_at || active_at
      if (message.author_id && typing) typing = put(typing, message.author_id, undefined)
    }
    if (message.seq >= (last?.seq ?? 0)) last = newest(last?.seq === message.seq ? last : undefined, message)
  }
  const outbox = arrived.size
    ? Object.fromEntries(Object.entries(state.outbox).filter(([clientId]) => !arrived.has(clientId)))
    : state.outbox
  return {
    ...state,
    outbox,
    typing: typing === state.typing[chatId] ? state.typing : put(state.typing, chatId, typing),
    threads: thread === state.threads[chatId] ? state.threads : put(state.threads, chatId, thread),
    chats: put(state.chats, chatId, {
      ...chat,
      seq,
      unread,
      active_at,
      mentioned_in: led.mentioned_in,
      reacted_to: led.reacted_to,
      last_message: last,
      me: answered ? { ...chat.me, request: null } : chat.me,
    }),
  }
}

/** Service messages that bring a chat to the top of the list. */
function moves(message: Message, me: string | undefined): boolean {
  const { event, user_ids = [] } = message.service ?? { event: '' }
  if (event === 'created' || event === 'title') return true
  return (event === 'joined' || event === 'added') && me !== undefined && user_ids.includes(me)
}

export function withoutChat(state: State, chatId: string): State {
  const outbox = Object.values(state.outbox).filter(item => item.chatId !== chatId)
  return {
    ...state,
    chats: put(state.chats, chatId, undefined),
    threads: put(state.threads, chatId, undefined),
    roles: put(state.roles, chatId, undefined),
    drafts: put(state.drafts, chatId, undefined),
    outbox: Object.fromEntries(outbox.map(item => [item.clientId, item])),
  }
}

/** Reading also takes back that a chat was marked as unread. */
export function withRead(state: State, chatId: string, seq: number, unread: number): State {
  const chat = state.chats[chatId]
  if (!chat || seq < chat.read_seq) return state
  const me = chat.me.marked_unread ? { ...chat.me, marked_unread: false } : chat.me
  const mentioned_in = unreadMentions(chat, seq)
  return { ...state, chats: put(state.chats, chatId, { ...chat, read_seq: seq, unread, mentioned_in, me }) }
}

/** What I want of a chat for myself, as far as it is told. */
export function withMyChat(state: State, chatId: string, mine: Partial<ChatEntry['me']>): State {
  const chat = state.chats[chatId]
  if (!chat) return state
  return { ...state, chats: put(state.chats, chatId, { ...chat, me: { ...chat.me, ...mine } }) }
}

export function withUsers(state: State, users: readonly State['users'][string][]): State {
  if (users.length === 0) return state
  const next = { ...state.users }
  // What the socket says of a person has no links to their picture; as long as it is the same one, those held are good.
  for (const user of users) {
    const held = next[user.id]
    next[user.id] = !user.avatar && held?.avatar_id === user.avatar_id ? { ...user, avatar: held?.avatar } : user
  }
  return { ...state, users: next }
}

/** Chats as the server lists them; what is held of their messages stays if it is still at their revision. */
export function withChats(state: State, chats: readonly ChatEntry[]): State {
  const next = { ...state.chats }
  const peers = []
  for (const chat of chats) {
    next[chat.id] = chat
    if (chat.peer) peers.push(chat.peer)
  }
  return withUsers({ ...state, chats: next }, peers)
}
