// One WebSocket comes back by itself: it takes a ticket, matches replies by their `ref`, detects silence, and obeys
// close codes. It must not know what a frame does; it hands on every frame but replies.
import { backoff, REJECTED_MS, UNREACHABLE_MS } from '@/lib/backoff'
import { type Ask, type Frame, readFrame, type Tell } from '@/protocol/frames'
import { asProblem, Problem, problemFrom } from '@/protocol/problem'
import type { Connection } from '@/store/state'
import type { Clock } from './clock'
import { afterClose } from './close'

export const PING_MS = 25_000
export const SILENCE_MS = 40_000
export const ANSWER_MS = 20_000
/** How soon a line that the network may have cut unseen has to show that it is alive. */
export const PROBE_MS = 4000
/** How soon a new one has to; a server to which everyone comes back at once needs its time. */
export const OPEN_MS = 15_000

interface Waiting {
  readonly resolve: (ok: unknown) => void
  readonly reject: (fault: Problem) => void
  readonly cancel: () => void
}

export interface Ears {
  frame(frame: Frame, text: string): void
  state(connection: Connection): void
  ended(): void
}

/** What a `WebSocket` is to us. */
export interface Wire {
  readonly readyState: number
  onmessage: ((event: MessageEvent) => void) | null
  onclose: ((event: CloseEvent) => void) | null
  send(text: string): void
  close(): void
}
const OPEN = 1

/** The world around the socket. */
export interface Network {
  ticket(): Promise<string>
  connect(ticket: string): Wire
  /** Gets a new access token, if there is one to be had. */
  refresh(): Promise<unknown>
  offline(): boolean
  /** Until it is taken back, tells when the network is back, when it is gone, and when the page is seen again. */
  watch(on: { online(): void; offline(): void; seen(): void }): () => void
}

/** What the rest of the synchronization uses of a socket. */
export interface Line {
  readonly open: boolean
  start(): void
  stop(): void
  /** Tries at once instead of waiting. */
  now(): void
  /** What was missed is caught up with: the next failure is the first one. */
  caughtUp(): void
  /** What was missed could not be asked for: another connection tells anew what it is, after so many seconds. */
  again(after?: number): void
  ask(frame: Ask): Promise<unknown>
  tell(frame: Tell): void
}

export class Socket implements Line {
  private wire: Wire | undefined
  private failures = 0
  private wanted = false
  private heard = 0
  /** Frames of all kinds, replies included. */
  private received = 0
  private next = 1
  private readonly waiting = new Map<string, Waiting>()
  private unwatch: (() => void) | undefined
  private cancelRetry: (() => void) | undefined
  private cancelPing: (() => void) | undefined

  constructor(
    private readonly ears: Ears,
    private readonly network: Network,
    private readonly clock: Clock,
  ) {}

  get open(): boolean {
    return this.wire?.readyState === OPEN
  }

  start() {
    if (this.wanted) return
    this.wanted = true
    this.failures = 0
    this.unwatch = this.network.watch({ online: this.probe, offline: () => this.lost(), seen: this.probe })
    void this.connect()
  }

  stop() {
    this.wanted = false
    this.unwatch?.()
    this.unwatch = undefined
    this.cancelRetry?.()
    this.drop()
  }

  readonly now = () => {
    if (!this.wanted || this.wire) return
    this.cancelRetry?.()
    void this.connect()
  }

  caughtUp() {
    this.failures = 0
  }

  again(after = 0) {
    if (!this.wire) return
    this.drop()
    this.later(after * 1000 || backoff(this.failures, this.clock.random))
  }

  /** The network came back, or the page slept: a line that looks open may be dead. */
  private readonly probe = () => {
    if (!this.wire) return this.now()
    this.tell({ type: 'ping' })
    this.expectFrame(this.wire, PROBE_MS)
  }

  private expectFrame(wire: Wire, within: number) {
    const before = this.received
    this.clock.after(within, () => {
      if (this.wire !== wire || this.received !== before) return
      this.drop()
      this.later(0)
    })
  }

  private lost() {
    this.drop()
    this.ears.state({ phase: 'offline' })
  }

  async ask(frame: Ask): Promise<unknown> {
    const { wire } = this
    if (!wire || wire.readyState !== OPEN) throw new Problem('offline', 0)
    const ref = String(this.next)
    this.next += 1
    return new Promise((resolve, reject) => {
      const cancel = this.clock.after(ANSWER_MS, () => {
        this.waiting.delete(ref)
        reject(new Problem('offline', 0))
      })
      this.waiting.set(ref, { resolve, reject, cancel })
      wire.send(JSON.stringify({ ...frame, ref }))
    })
  }

  tell(frame: Tell) {
    if (this.open) this.wire?.send(JSON.stringify(frame))
  }

  private async connect() {
    if (this.wire) return
    if (this.network.offline()) return this.ears.state({ phase: 'offline' })
    this.ears.state({ phase: 'connecting' })
    let ticket: string
    try {
      ticket = await this.network.ticket()
    } catch (fault) {
      const problem = asProblem(fault)
      if (problem.code === 'session_revoked') return this.ears.ended()
      const most = problem.code === 'offline' ? UNREACHABLE_MS : REJECTED_MS
      return this.later((problem.retryAfter ?? 0) * 1000 || backoff(this.failures, this.clock.random, most))
    }
    if (!this.wanted || this.wire) return
    const wire = this.network.connect(ticket)
    this.wire = wire
    this.heard = this.clock.now()
    this.expectFrame(wire, OPEN_MS)
    wire.onmessage = event => this.message(String(event.data))
    wire.onclose = event => {
      if (this.wire === wire) this.closed(event.code, event.reason)
    }
    this.cancelPing = this.clock.every(PING_MS, () => this.checkSilence())
  }

  private message(text: string) {
    this.heard = this.clock.now()
    this.received += 1
    const frame = readFrame(text)
    if (!frame) return
    if (frame.type === 'reply') this.reply(frame)
    else this.ears.frame(frame, text)
  }

  private reply(frame: Extract<Frame, { type: 'reply' }>) {
    const waiting = frame.ref === undefined ? undefined : this.waiting.get(frame.ref)
    if (!waiting || frame.ref === undefined) return
    this.waiting.delete(frame.ref)
    waiting.cancel()
    if (frame.error === undefined) waiting.resolve(frame.ok)
    else waiting.reject(problemFrom(frame.error, 400))
  }

  private checkSilence() {
    if (this.clock.now() - this.heard > SILENCE_MS) {
      this.drop()
      this.later(0)
    } else this.tell({ type: 'ping' })
  }

  private closed(code: number, reason: string) {
    this.drop()
    if (!this.wanted) return
    const next = afterClose(code, reason, this.failures, this.clock.random)
    switch (next.do) {
      case 'end':
        return this.ears.ended()
      case 'stop':
        this.stop()
        return this.ears.state({ phase: next.phase })
      case 'retry':
        return this.later(next.after, next.refresh)
    }
  }

  private later(wait: number, refresh = false) {
    this.failures += 1
    if (this.network.offline()) this.ears.state({ phase: 'offline' })
    else this.ears.state({ phase: 'waiting', retryAt: this.clock.now() + wait })
    this.cancelRetry?.()
    this.cancelRetry = this.clock.after(wait, async () => {
      if (refresh) await this.network.refresh().catch(() => null)
      await this.connect()
    })
  }

  /** Everything that was asked and not answered is unknown now. */
  private drop() {
    this.cancelPing?.()
    const { wire } = this
    this.wire = undefined
    if (wire) {
      wire.onmessage = null
      wire.onclose = null
      wire.close()
    }
    for (const waiting of this.waiting.values()) {
      waiting.cancel()
      waiting.reject(new Problem('offline', 0))
    }
    this.waiting.clear()
  }
}
