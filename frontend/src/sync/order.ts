// This brings the events of a chat into the order of their revisions. One that comes too early waits for half a second;
// then its owner is told to ask for what is missing.
import type { Frame } from '@/protocol/frames'
import type { Clock } from './clock'
import { HOLD_MS, judge, judgeRange, MOST_HELD } from './gap'

export type Ordered = Extract<Frame, { chat_id: string; rev: number }>

export interface Desk {
  /** The revision that is held of a chat; undefined for one we do not know. */
  revision(chatId: string): number | undefined
  apply(frame: Ordered): void
  unknown(chatId: string): void
  ask(chatId: string): void
}

export class Order {
  private readonly early = new Map<string, Ordered[]>()
  /** What takes back the question each of these chats is about to ask. */
  private readonly timers = new Map<string, () => void>()

  constructor(
    private readonly desk: Desk,
    private readonly clock: Clock,
  ) {}

  take(frame: Ordered) {
    const held = this.desk.revision(frame.chat_id)
    if (held === undefined) {
      // "Gone" about a chat that is not here needs no answer.
      if (frame.type === 'chat' && frame.removed) return
      // The chat may already be on its way in an answer older than this event, so the event is kept for it.
      this.keepEarly(frame)
      return this.desk.unknown(frame.chat_id)
    }
    switch (verdict(held, frame)) {
      case 'ignore':
        return
      case 'apply':
        this.desk.apply(frame)
        return this.release(frame.chat_id)
      case 'hold':
        return this.keepEarly(frame)
    }
  }

  /** After the revision of a chat has moved: what was waiting may be next now. */
  release(chatId: string) {
    const waiting = this.early.get(chatId)
    if (!waiting) return
    waiting.sort((a, b) => a.rev - b.rev)
    for (;;) {
      const first = waiting[0]
      const held = this.desk.revision(chatId)
      if (!first || held === undefined) break
      const what = verdict(held, first)
      if (what === 'hold') return
      waiting.shift()
      if (what === 'apply') this.desk.apply(first)
    }
    this.forget(chatId)
  }

  /** An unknown chat was fetched; events that were kept for it may still be ahead of its revision. */
  releaseFetched(chatId: string) {
    this.release(chatId)
    if (this.early.has(chatId)) this.askLater(chatId)
  }

  forget(chatId: string) {
    this.early.delete(chatId)
    this.timers.get(chatId)?.()
    this.timers.delete(chatId)
  }

  clear() {
    for (const chatId of [...this.early.keys()]) this.forget(chatId)
  }

  private keepEarly(frame: Ordered) {
    const waiting = this.early.get(frame.chat_id) ?? []
    if (waiting.length < MOST_HELD) waiting.push(frame)
    this.early.set(frame.chat_id, waiting)
    // An unknown chat is being fetched: there is nothing to catch up with yet.
    if (this.desk.revision(frame.chat_id) !== undefined) this.askLater(frame.chat_id)
  }

  private askLater(chatId: string) {
    if (this.timers.has(chatId)) return
    const cancel = this.clock.after(HOLD_MS, () => {
      this.timers.delete(chatId)
      if (this.early.has(chatId)) this.desk.ask(chatId)
    })
    this.timers.set(chatId, cancel)
  }
}

function verdict(held: number, frame: Ordered) {
  return frame.type === 'changes' ? judgeRange(held, frame.after, frame.rev) : judge(held, frame.rev)
}
