// Frames enter here: each becomes a change of the store, in the order of revisions, or a question to the server.
import type { Frame, FrameOf } from '@/protocol/frames'
import * as apply from '@/store/apply'
import type { State } from '@/store/state'
import type { Store } from '@/store/store'
import type { Cards } from './cards'
import type { Clock } from './clock'
import type { FreshAnswers } from './fresh'
import type { Lists } from './lists'
import { Order, type Ordered } from './order'
import type { Cursor, Resume } from './resume'
import { createSignal } from './signal'

/** What the views of REST pages want to hear: something about this has changed. */
export type Topic = 'notifications' | 'friends' | 'requests' | 'profile' | 'blocks' | 'me' | 'members'

export interface EngineParts {
  readonly store: Store
  readonly clock: Clock
  readonly fresh: FreshAnswers
  readonly cursor: Cursor
  readonly lists: Lists
  readonly cards: Cards
  readonly resume: Resume
  readonly around: Surroundings
}

export interface Surroundings {
  /** The digest is complete and everything behind has been asked for. */
  ready(): void
  /** Something was asked for in vain, and this tab stays behind until it is asked for again. */
  behind(fault: unknown): void
  reauth(): void
  ended(): void
}

export class Engine {
  readonly topics = createSignal<[topic: Topic, id?: string]>()
  /** New messages of others, for sounds, notifications and screen readers. */
  readonly arrivals = createSignal<[frame: FrameOf<'message'>]>()
  private readonly order: Order
  private digest: FrameOf<'ready'>['chats'] = []
  /** What ends the typing of one person in one chat, where it was said. */
  private readonly typers = new Map<string, () => void>()

  constructor(private readonly parts: EngineParts) {
    const { store, lists, resume, clock } = parts
    this.order = new Order(
      {
        revision: chatId => store.read().chats[chatId]?.rev,
        apply: frame => this.applyOrdered(frame),
        unknown: chatId => this.fetch(lists.fetchChat(chatId).finally(() => this.order.releaseFetched(chatId))),
        ask: chatId => this.fetch(resume.catchUp([chatId]).finally(() => this.order.release(chatId))),
      },
      clock,
    )
  }

  /** Forgets what waits for its turn. */
  clear() {
    this.order.clear()
  }

  onFrame(frame: Frame) {
    const { store, lists, around } = this.parts
    switch (frame.type) {
      case 'ready':
        return this.fetch(this.onReady(frame))
      case 'message':
      case 'changes':
      case 'skip':
      case 'chat':
      case 'member':
        return this.order.take(frame)
      case 'me':
      case 'notification':
      case 'friend':
      case 'friend_request':
        return this.onPersonal(frame)
      case 'user':
        store.change(state => apply.onUser(state, frame))
        return this.parts.cards.renew([frame.user.id])
      case 'read':
        return store.change(state => apply.onRead(state, frame))
      case 'delivered':
        return store.change(state => apply.onDelivered(state, frame))
      case 'typing':
        return this.onTyping(frame)
      case 'presence':
        return store.change(state => apply.onPresence(state, frame))
      case 'reset':
        return this.fetch(lists.fetchChat(frame.chat_id, true))
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

  private fetch(work: Promise<void>) {
    work.catch(this.parts.around.behind)
  }

  private applyOrdered(frame: Ordered) {
    const { read, change } = this.parts.store
    switch (frame.type) {
      case 'message': {
        const fresh = frame.message.seq > (read().chats[frame.chat_id]?.seq ?? 0)
        change(state => apply.onMessage(state, frame))
        if (frame.members.length) this.topics.emit('members', frame.chat_id)
        if (fresh && frame.message.author_id !== read().me?.id) this.arrivals.emit(frame)
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
        return this.topics.emit('members', frame.chat_id)
    }
  }

  private async onReady(frame: FrameOf<'ready'>) {
    this.digest = [...this.digest, ...frame.chats]
    if (frame.more) return
    const complete = this.digest
    this.digest = []
    this.parts.store.change(state => ({ ...state, notificationsUnread: frame.notifications_unread }))
    await this.parts.resume.resume(frame, complete)
    for (const chat of complete) this.order.release(chat.id)
    this.parts.around.ready()
  }

  private onPersonal(frame: FrameOf<'me' | 'notification' | 'friend' | 'friend_request'>) {
    switch (frame.type) {
      case 'me':
        return this.personal(
          frame.my_rev,
          state => apply.onMe(state, frame),
          () => this.afterMe(frame),
        )
      case 'notification':
        return this.personal(
          frame.my_rev,
          state => ({ ...state, notificationsUnread: frame.unread }),
          () => this.topics.emit('notifications'),
        )
      case 'friend':
        return this.personal(
          frame.my_rev,
          state => apply.withUsers(state, [frame.user]),
          () => {
            this.parts.cards.renew([frame.user.id])
            this.topics.emit('friends')
            this.topics.emit('profile', frame.user.id)
          },
        )
      case 'friend_request':
        return this.personal(
          frame.my_rev,
          state => state,
          () => {
            this.topics.emit('requests')
            this.topics.emit('profile')
          },
        )
    }
  }

  private personal(myRev: number, step: (state: State) => State, after: () => void) {
    const { cursor, store, fresh, resume } = this.parts
    // One revision may come in several events: a client that missed them is told a chat's whole state.
    if (myRev < cursor.myRev) return
    const jumped = cursor.myRev > 0 && myRev > cursor.myRev + 1
    if (!jumped) cursor.myRev = myRev
    store.change(step)
    fresh.overtaken()
    after()
    if (jumped) this.fetch(resume.myCatchUp())
  }

  private afterMe(frame: FrameOf<'me'>) {
    if (frame.membership?.joined) this.fetch(this.parts.lists.fetchChat(frame.membership.chat_id, true))
    if (frame.profile) this.topics.emit('me')
    if (frame.block) {
      this.topics.emit('blocks')
      this.topics.emit('profile', frame.block.user_id)
    }
  }

  private onTyping(frame: FrameOf<'typing'>) {
    const { store, clock } = this.parts
    const key = `${frame.chat_id}/${frame.user_id}`
    this.typers.get(key)?.()
    const show = (on: boolean) => store.change(state => apply.onTyping(state, { ...frame, on }, clock.now()))
    show(frame.on)
    if (!frame.on) return
    this.typers.set(
      key,
      clock.after(apply.TYPING_MS, () => show(false)),
    )
  }
}
