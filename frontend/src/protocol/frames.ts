// Every frame of the server is checked here before it is believed; one that is not understood is dropped, so a newer
// server may say more than we know. Generated types stop at the compiler; these checks run with the program.
import * as v from 'valibot'

const id = v.string()
const rev = v.pipe(v.number(), v.integer(), v.minValue(0))
const optional = <T extends v.GenericSchema>(schema: T) => v.optional(v.nullable(schema))

const avatar = v.optional(v.object({ small: v.string(), large: v.string() }))
export const userCard = v.object({
  id,
  username: v.string(),
  display_name: v.string(),
  native_languages: v.optional(v.array(v.string()), []),
  learning_languages: v.optional(v.array(v.object({ code: v.string(), level: v.string() })), []),
  avatar_id: v.nullable(id),
  avatar,
})

const reaction = v.object({ emoji: v.string(), count: v.number(), mine: v.optional(v.boolean()) })
export const message = v.object({
  chat_id: id,
  seq: rev,
  rev,
  client_id: optional(id),
  author_id: optional(id),
  kind: optional(v.string()),
  text: optional(v.string()),
  service: optional(
    v.object({
      event: v.string(),
      user_ids: v.optional(v.array(id), []),
      title: optional(v.string()),
      role: optional(v.string()),
    }),
  ),
  reply_to: optional(
    v.object({ seq: rev, excerpt: optional(v.string()), author_id: optional(id), deleted: v.optional(v.boolean()) }),
  ),
  base_seq: optional(rev),
  forwarded_from: optional(v.object({ user_id: id })),
  reactions: v.optional(v.array(reaction)),
  mentions: v.optional(v.array(id)),
  entities: v.optional(v.array(v.looseObject({ kind: v.string(), user_id: v.optional(id) }))),
  starred: v.optional(v.boolean()),
  pinned: v.optional(v.boolean()),
  hidden: v.optional(v.boolean()),
  created_at: v.optional(v.string(), ''),
  edited_at: optional(v.string()),
  deleted_at: optional(v.string()),
  unreadable: v.optional(v.boolean()),
})
export type Message = v.InferOutput<typeof message>

const memberState = v.object({ user_id: id, role: v.picklist(['member', 'admin', 'owner']), state: v.string(), rev })
const chatState = v.looseObject({ id, seq: rev, rev, member_count: v.optional(v.number()) })
const range = { messages: v.array(message), members: v.optional(v.array(memberState), []), chat: optional(chatState) }

const notification = v.looseObject({ id, kind: v.string(), created_at: v.string() })
const request = v.looseObject({ id, direction: v.picklist(['incoming', 'outgoing']), state: v.string() })
const friendState = v.picklist(['friend', 'gone'])
/** What one message is to me alone. */
const mine = v.object({
  chat_id: id,
  seq: rev,
  starred: v.optional(v.boolean()),
  hidden: v.optional(v.boolean()),
  my_reactions: v.optional(v.array(v.string())),
  new_reactions: v.optional(v.boolean()),
})
export type MyMessage = v.InferOutput<typeof mine>
/** What I want of one chat, complete. */
const preferences = {
  muted_until: v.nullable(v.string()),
  pinned: v.boolean(),
  archived: v.boolean(),
  marked_unread: v.boolean(),
  draft: v.nullable(v.string()),
  translate_to: v.nullable(v.string()),
}
export type Preferences = v.InferOutput<ReturnType<typeof v.object<typeof preferences>>>
const membership = v.object({ chat_id: id, joined: v.boolean() })

export const changes = v.union([
  v.object({ reset: v.literal(true), rev }),
  v.object({ ...range, rev, more: v.boolean() }),
])
export const myChanges = v.looseObject({
  chats: v.array(
    v.looseObject({
      chat_id: id,
      joined: v.boolean(),
      read_seq: rev,
      unread: v.number(),
      ...preferences,
    }),
  ),
  messages: v.optional(v.array(mine), []),
  notifications_unread: v.optional(v.number(), 0),
  profile: v.optional(v.boolean(), false),
  my_rev: rev,
  more: v.boolean(),
})

const frame = v.variant('type', [
  v.object({
    type: v.literal('ready'),
    epoch: v.string(),
    user_id: id,
    server_time: v.string(),
    my_rev: rev,
    notifications_unread: v.optional(v.number(), 0),
    chats: v.array(v.object({ id, seq: rev, rev, read_seq: rev })),
    more: v.boolean(),
  }),
  v.object({
    type: v.literal('reply'),
    ref: v.optional(v.string()),
    ok: v.optional(v.unknown()),
    error: v.optional(v.unknown()),
  }),
  v.object({
    type: v.literal('message'),
    chat_id: id,
    rev,
    message,
    members: v.optional(v.array(memberState), []),
    chat: optional(chatState),
  }),
  v.object({ type: v.literal('changes'), chat_id: id, after: rev, rev, ...range }),
  v.object({ type: v.literal('skip'), chat_id: id, rev }),
  v.object({
    type: v.literal('chat'),
    chat_id: id,
    rev,
    chat: optional(chatState),
    removed: v.optional(v.boolean(), false),
  }),
  v.object({ type: v.literal('member'), chat_id: id, rev, members: v.array(memberState) }),
  v.looseObject({
    type: v.literal('me'),
    my_rev: rev,
    membership: optional(membership),
    read: optional(v.object({ chat_id: id, read_seq: rev, unread: v.number() })),
    chat: optional(v.looseObject({ chat_id: id, ...preferences })),
    profile: v.optional(v.boolean(), false),
    block: optional(v.object({ user_id: id, blocked: v.boolean() })),
    message: optional(mine),
  }),
  v.object({
    type: v.literal('notification'),
    my_rev: rev,
    notification: optional(notification),
    read: optional(v.array(id)),
    removed: optional(id),
    unread: v.number(),
  }),
  v.object({ type: v.literal('friend'), my_rev: rev, user: userCard, state: friendState }),
  v.object({ type: v.literal('friend_request'), my_rev: rev, request }),
  v.object({ type: v.literal('user'), user: userCard }),
  v.object({ type: v.literal('read'), chat_id: id, user_id: id, seq: rev }),
  v.object({ type: v.literal('delivered'), chat_id: id, user_id: id, seq: rev }),
  v.object({ type: v.literal('typing'), chat_id: id, user_id: id, on: v.boolean() }),
  v.object({ type: v.literal('presence'), user_id: id, online: v.boolean(), last_seen: v.nullable(v.string()) }),
  v.object({ type: v.literal('session_ended') }),
  v.object({ type: v.literal('reauth_required') }),
  v.object({ type: v.literal('reset'), chat_id: id }),
  v.object({ type: v.literal('draining'), retry_after: v.number() }),
  v.object({ type: v.literal('pong'), ref: v.optional(v.string()) }),
])

export type Frame = v.InferOutput<typeof frame>
export type FrameOf<T extends Frame['type']> = Extract<Frame, { type: T }>
export type Changes = v.InferOutput<typeof changes>
export type MyChanges = v.InferOutput<typeof myChanges>

/** A frame, or undefined for what is none (that we know). */
export function readFrame(text: string): Frame | undefined {
  try {
    const found = v.safeParse(frame, JSON.parse(text))
    return found.success ? found.output : undefined
  } catch {
    return undefined
  }
}

export function readAs<T extends v.GenericSchema>(schema: T, value: unknown): v.InferOutput<T> | undefined {
  const found = v.safeParse(schema, value)
  return found.success ? found.output : undefined
}

export type Ask =
  | {
      type: 'message.send'
      chat_id: string
      client_id: string
      text: string
      reply_to?: number
      kind?: 'correction'
      base_seq?: number
    }
  | { type: 'chat.read'; chat_id: string; seq: number }
  | { type: 'changes'; chats: ReadonlyArray<{ chat_id: string; after: number }> }
  | { type: 'me.changes'; after: number }
  | { type: 'presence.watch'; user_ids: readonly string[] }
  | { type: 'reauth'; token: string }

export type Tell = { type: 'typing'; chat_id: string; on: boolean } | { type: 'ping' }
