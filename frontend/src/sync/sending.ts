// The outbox keeps what was written in the browser until the server has it, and sends it again under the same client id
// until there is an answer. In one chat one message is on its way at a time, so their order stays.
import type { Ask } from '@/protocol/frames'
import { asProblem } from '@/protocol/problem'
import { again, failed, nextToSend, retryAfter, settled, withOutgoing, withoutOutgoing } from '@/store/outbox'
import type { Outgoing } from '@/store/state'
import type { Store } from '@/store/store'
import type { Channel } from './channel'
import type { Clock } from './clock'
import type { Keeper } from './keeper'
import type { Line } from './socket'

export interface SendingParts {
  readonly store: Store
  readonly cache: Pick<Keeper, 'keepOutgoing' | 'dropOutgoing'>
  readonly channel: Channel
  readonly clock: Clock
  /** The socket, in the tab that has it; only that tab sends. */
  line(): Pick<Line, 'open' | 'ask'> | undefined
}

const frameOf = (item: Outgoing): Ask => ({
  type: 'message.send',
  chat_id: item.chatId,
  client_id: item.clientId,
  text: item.text,
  ...(item.replyTo === undefined ? {} : { reply_to: item.replyTo }),
  ...(item.corrects === undefined ? {} : { kind: 'correction', base_seq: item.corrects }),
})

export class Sending {
  /** Client ids that are on their way, or wait for their next try. */
  private readonly busy = new Set<string>()

  constructor(private readonly parts: SendingParts) {}

  enqueue(item: Outgoing) {
    this.record(item)
    this.parts.cache.keepOutgoing(item)
    this.pump()
  }

  tryAgain(clientId: string) {
    const item = this.parts.store.read().outbox[clientId]
    if (item) this.enqueue(again(item))
  }

  discard(clientId: string) {
    this.takeDiscarded(clientId)
    this.parts.channel.say({ kind: 'discarded', clientId })
    this.parts.cache.dropOutgoing(clientId)
  }

  /** Another tab has written, tried again or been answered. */
  takeOutgoing(item: Outgoing) {
    this.parts.store.change(state => withOutgoing(state, item))
    this.pump()
  }

  takeDiscarded(clientId: string) {
    this.parts.store.change(state => withoutOutgoing(state, clientId))
  }

  /** Another socket, or none: what was on its way is on its way no more. */
  reset() {
    this.busy.clear()
  }

  pump() {
    const { store, line } = this.parts
    const through = line()
    if (!through?.open) return
    const { outbox } = store.read()
    const chats = new Set<string>()
    for (const clientId of this.busy) {
      const item = outbox[clientId]
      if (item) chats.add(item.chatId)
    }
    for (const item of nextToSend(outbox, this.busy)) {
      if (chats.has(item.chatId)) continue
      chats.add(item.chatId)
      void this.transmit(through, item)
    }
  }

  private record(item: Outgoing) {
    this.parts.store.change(state => withOutgoing(state, item))
    this.parts.channel.say({ kind: 'outgoing', item })
  }

  private isKept(item: Outgoing): boolean {
    return this.parts.store.read().outbox[item.clientId] !== undefined
  }

  private async transmit(through: Pick<Line, 'ask'>, item: Outgoing) {
    this.busy.add(item.clientId)
    try {
      await through.ask(frameOf(item))
      this.parts.cache.dropOutgoing(item.clientId)
      // The message itself may have come in before its answer.
      if (this.isKept(item)) this.record(settled(item))
      this.busy.delete(item.clientId)
      this.pump()
    } catch (fault) {
      this.refused(item, fault)
    }
  }

  private refused(item: Outgoing, fault: unknown) {
    const problem = asProblem(fault)
    // No answer: unknown. It goes out again with the next connection, or at once if this one is still open.
    const wait = problem.passing ? retryAfter(item) : undefined
    if (problem.code === 'offline' && !this.parts.line()?.open) {
      this.busy.delete(item.clientId)
      return
    }
    if (wait === undefined) {
      const given = failed(item, problem.code)
      this.record(given)
      this.parts.cache.keepOutgoing(given)
      this.busy.delete(item.clientId)
      return this.pump()
    }
    this.parts.clock.after(Math.max(wait, (problem.retryAfter ?? 0) * 1000), () => {
      this.busy.delete(item.clientId)
      if (this.isKept(item)) this.record({ ...item, tries: item.tries + 1 })
      this.pump()
    })
  }
}
