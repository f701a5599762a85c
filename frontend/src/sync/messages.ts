// A person acts on messages here. Each action shows at once, and is taken back if the server rejects it.
import { newId } from '@/lib/ids'
import { withMessages } from '@/store/apply'
import type { Message, Outgoing } from '@/store/state'
import type { Store } from '@/store/store'
import { find } from '@/store/thread'
import type { Clock } from './clock'
import type { Rest } from './rest'

export interface MessageCommandsParts {
  readonly store: Store
  readonly clock: Clock
  readonly rest: Pick<Rest, 'edit' | 'remove' | 'hide' | 'react' | 'star' | 'pin'>
  enqueue(item: Outgoing): void
}

export function createMessageCommands({ store, clock, rest, enqueue }: MessageCommandsParts) {
  async function optimistic(message: Message, shown: Message, request: () => Promise<unknown>) {
    const { chat_id, seq } = message
    const show = (next: Message) => store.change(state => withMessages(state, chat_id, [next]))
    show(shown)
    try {
      const answer = await request()
      if (answer) show(answer as Message)
    } catch (fault) {
      // Only what is still as we made it is taken back; a later state from elsewhere stays.
      if (find(store.read().threads[chat_id], seq)?.rev === message.rev) show(message)
      throw fault
    }
  }
  const now = () => new Date(clock.now()).toISOString()

  return {
    send(chatId: string, text: string, about: { replyTo?: number; corrects?: number } = {}) {
      enqueue({ clientId: newId(), chatId, text, ...about, at: clock.now(), state: 'sending', tries: 0 })
    },

    edit: (message: Message, text: string) =>
      optimistic(message, { ...message, text, edited_at: now() }, () => rest.edit(message, text)),

    remove: (message: Message) =>
      optimistic(message, { ...message, text: undefined, deleted_at: now() }, () => rest.remove(message)),

    /** For me alone, on all my devices. */
    hide: (message: Message) => optimistic(message, { ...message, hidden: true }, () => rest.hide(message)),

    /** Sets or takes back my reaction. */
    react(message: Message, emoji: string) {
      const reactions = message.reactions ?? []
      const known = reactions.find(reaction => reaction.emoji === emoji)
      const on = known?.mine !== true
      const count = (known?.count ?? 0) + (on ? 1 : -1)
      const others = reactions.filter(reaction => reaction.emoji !== emoji)
      const next = count > 0 ? [...others, { emoji, count, mine: on }] : others
      return optimistic(message, { ...message, reactions: next }, () => rest.react(message, emoji, on))
    },

    star(message: Message) {
      const on = !message.starred
      return optimistic(message, { ...message, starred: on }, () => rest.star(message, on))
    },

    pin(message: Message) {
      const on = !message.pinned
      return optimistic(message, { ...message, pinned: on }, () => rest.pin(message, on))
    },
  }
}
