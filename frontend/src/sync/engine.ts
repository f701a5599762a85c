// Where frames enter: each becomes a change of the store, in the order of revisions, or a question to the server.
import type { Frame, FrameOf } from '@/protocol/frames'
import * as apply from '@/store/apply'
import type { State } from '@/store/state'
import { change, read } from '@/store/store'
import { renewCards } from './cards'
import { Order, type Ordered } from './order'
import { catchUp, fetchChat, myCatchUp, resume } from './resume'
import { standing } from './standing'
import { personalTold } from './told'

/** What the views of REST pages want to hear: something about this has changed. */
export type Topic = 'notices' | 'friends' | 'requests' | 'profile' | 'blocks' | 'me' | 'members'
type Listener = (topic: Topic, id?: string) => void
const listeners = new Set<Listener>()
export const onTopic = (listener: Listener) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
const tell = (topic: Topic, id?: string) => {
  for (const listen of listeners) listen(topic, id)
}

/** New messages of others, for sounds, notifications and readers of the screen. */
type Arrival = (frame: FrameOf<'message'>) => void
const arrivals = new Set<Arrival>()
export const onArrival = (listener: Arrival) => {
  arrivals.add(listener)
  return () => arrivals.delete(listener)
}

export const order = new Order({
  standing: chatId => read().chats[chatId]?.rev,
  apply: applyOrdered,
  unknown: chatId => void fetchChat(chatId),
  ask: chatId => void catchUp([chatId]).finally(() => order.release(chatId)),
})

let digest: FrameOf<'ready'>['chats'] = []

export interface Surroundings {
  /** The digest is complete and everything behind has been asked for. */
  ready(): void
  reauth(): void
  ended(): void
}

export function onFrame(frame: Frame, around: Surroundings) {
  switch (frame.type) {
    case 'ready':
      return void onReady(frame, around)
    case 'message':
    case 'changes':
    case 'skip':
    case 'chat':
    case 'member':
      return order.take(frame)
    case 'me':
      return personal(
        frame.my_rev,
        state => apply.onMe(state, frame),
        () => afterMe(frame),
      )
    case 'notification':
      return personal(
        frame.my_rev,
        state => ({ ...state, noticesUnread: frame.unread }),
        () => tell('notices'),
      )
    case 'friend':
      return personal(
        frame.my_rev,
        state => apply.withUsers(state, [frame.user]),
        () => {
          renewCards([frame.user.id])
          tell('friends')
          tell('profile', frame.user.id)
        },
      )
    case 'friend_request':
      return personal(
        frame.my_rev,
        state => state,
        () => {
          tell('requests')
          tell('profile')
        },
      )
    case 'user':
      change(state => apply.onUser(state, frame))
      return renewCards([frame.user.id])
    case 'read':
      return change(state => apply.onRead(state, frame))
    case 'delivered':
      return change(state => apply.onDelivered(state, frame))
    case 'typing':
      return onTyping(frame)
    case 'presence':
      return change(state => apply.onPresence(state, frame))
    case 'reset':
      return void fetchChat(frame.chat_id, true)
    case 'reauth_required':
      return around.reauth()
    case 'session_ended':
      return around.ended()
    case 'reply':
    case 'draining':
    case 'pong':
      return undefined
  }
}

function applyOrdered(frame: Ordered) {
  switch (frame.type) {
    case 'message': {
      const fresh = frame.message.seq > (read().chats[frame.chat_id]?.seq ?? 0)
      change(state => apply.onMessage(state, frame))
      if (frame.members.length) tell('members', frame.chat_id)
      if (fresh && frame.message.author_id !== read().me?.id) for (const listen of arrivals) listen(frame)
      return
    }
    case 'changes':
      return change(state => apply.onChanges(state, frame))
    case 'skip':
      return change(state => apply.onSkip(state, frame))
    case 'chat':
      return change(state => apply.onChat(state, frame))
    case 'member':
      change(state => apply.onMember(state, frame))
      return tell('members', frame.chat_id)
  }
}

async function onReady(frame: FrameOf<'ready'>, around: Surroundings) {
  digest = [...digest, ...frame.chats]
  if (frame.more) return
  const complete = digest
  digest = []
  change(state => ({ ...state, noticesUnread: frame.notifications_unread }))
  await resume(frame, complete)
  for (const chat of complete) order.release(chat.id)
  around.ready()
}

function personal(myRev: number, step: (state: State) => State, after: () => void) {
  // One revision may come in several events: whoever missed them is told a chat's whole standing.
  if (myRev < standing.myRev) return
  const jumped = standing.myRev > 0 && myRev > standing.myRev + 1
  if (!jumped) standing.myRev = myRev
  change(step)
  personalTold()
  after()
  if (jumped) void myCatchUp()
}

function afterMe(frame: FrameOf<'me'>) {
  if (frame.membership?.joined) void fetchChat(frame.membership.chat_id, true)
  if (frame.profile) tell('me')
  if (frame.block) {
    tell('blocks')
    tell('profile', frame.block.user_id)
  }
}

const typers = new Map<string, ReturnType<typeof setTimeout>>()

function onTyping(frame: FrameOf<'typing'>) {
  const key = `${frame.chat_id}/${frame.user_id}`
  clearTimeout(typers.get(key))
  change(state => apply.onTyping(state, frame, Date.now()))
  if (!frame.on) return
  typers.set(
    key,
    setTimeout(() => change(state => apply.onTyping(state, { ...frame, on: false }, Date.now())), apply.TYPING_MS),
  )
}
