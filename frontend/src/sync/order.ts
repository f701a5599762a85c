// Brings the events of a chat into the order of their revisions. One that comes too early waits for half a second; then
// whoever owns this is told to ask for what is missing.
import type { Frame } from '@/protocol/frames'
import { HOLD_MS, judge, judgeRange, MOST_HELD } from './gap'

export type Ordered = Extract<Frame, { chat_id: string; rev: number }>

export interface Desk {
  /** Where we stand in a chat; undefined for one we do not know. */
  standing(chatId: string): number | undefined
  apply(frame: Ordered): void
  unknown(chatId: string): void
  ask(chatId: string): void
}

export class Order {
  private readonly held = new Map<string, Ordered[]>()
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>()

  constructor(private readonly desk: Desk) {}

  take(frame: Ordered) {
    const standing = this.desk.standing(frame.chat_id)
    if (standing === undefined) {
      // "Gone" about a chat that is not here needs no answer.
      if (!(frame.type === 'chat' && frame.removed)) this.desk.unknown(frame.chat_id)
      return
    }
    switch (verdict(standing, frame)) {
      case 'ignore':
        return
      case 'apply':
        this.desk.apply(frame)
        return this.release(frame.chat_id)
      case 'hold':
        return this.hold(frame)
    }
  }

  /** After the standing of a chat has moved: what was waiting may be next now. */
  release(chatId: string) {
    const waiting = this.held.get(chatId)
    if (!waiting) return
    waiting.sort((a, b) => a.rev - b.rev)
    for (;;) {
      const first = waiting[0]
      const standing = this.desk.standing(chatId)
      if (!first || standing === undefined) break
      const what = verdict(standing, first)
      if (what === 'hold') return
      waiting.shift()
      if (what === 'apply') this.desk.apply(first)
    }
    this.forget(chatId)
  }

  forget(chatId: string) {
    this.held.delete(chatId)
    clearTimeout(this.timers.get(chatId))
    this.timers.delete(chatId)
  }

  clear() {
    for (const chatId of [...this.held.keys()]) this.forget(chatId)
  }

  private hold(frame: Ordered) {
    const waiting = this.held.get(frame.chat_id) ?? []
    if (waiting.length < MOST_HELD) waiting.push(frame)
    this.held.set(frame.chat_id, waiting)
    if (this.timers.has(frame.chat_id)) return
    const timer = setTimeout(() => {
      this.timers.delete(frame.chat_id)
      if (this.held.has(frame.chat_id)) this.desk.ask(frame.chat_id)
    }, HOLD_MS)
    this.timers.set(frame.chat_id, timer)
  }
}

function verdict(standing: number, frame: Ordered) {
  return frame.type === 'changes' ? judgeRange(standing, frame.after, frame.rev) : judge(standing, frame.rev)
}
