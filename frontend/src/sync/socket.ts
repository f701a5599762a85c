// One WebSocket that comes back: ticket, replies by their `ref`, silence noticed, close codes obeyed.
// Must not know what a frame does; it hands on every frame but replies.
import { backoff } from '@/lib/backoff'
import { type Ask, type Frame, readFrame, type Tell } from '@/protocol/frames'
import { api, ask, socketUrl } from '@/protocol/http'
import { asProblem, Problem, problemFrom } from '@/protocol/problem'
import type { Connection } from '@/store/state'
import { afterClose } from './close'
import { accessToken } from './session'

const PING_MS = 25_000
const SILENCE_MS = 40_000
const ANSWER_MS = 20_000

interface Waiting {
  readonly resolve: (ok: unknown) => void
  readonly reject: (fault: Problem) => void
  readonly timer: ReturnType<typeof setTimeout>
}

export interface Ears {
  frame(frame: Frame, text: string): void
  state(connection: Connection): void
  ended(): void
}

export class Socket {
  private socket: WebSocket | undefined
  private failures = 0
  private wanted = false
  private heard = 0
  private next = 1
  private readonly waiting = new Map<string, Waiting>()
  private retry: ReturnType<typeof setTimeout> | undefined
  private pinging: ReturnType<typeof setInterval> | undefined

  constructor(private readonly ears: Ears) {}

  get open(): boolean {
    return this.socket?.readyState === WebSocket.OPEN
  }

  start() {
    if (this.wanted) return
    this.wanted = true
    this.failures = 0
    addEventListener('online', this.now)
    addEventListener('offline', this.lost)
    document.addEventListener('visibilitychange', this.seen)
    void this.connect()
  }

  stop() {
    this.wanted = false
    removeEventListener('online', this.now)
    removeEventListener('offline', this.lost)
    document.removeEventListener('visibilitychange', this.seen)
    clearTimeout(this.retry)
    this.drop()
  }

  /** Tries at once instead of waiting. */
  readonly now = () => {
    if (!this.wanted || this.socket) return
    clearTimeout(this.retry)
    void this.connect()
  }

  private readonly seen = () => {
    if (document.visibilityState === 'visible') this.now()
  }

  private readonly lost = () => {
    this.drop()
    this.ears.state({ phase: 'offline' })
  }

  async ask(frame: Ask): Promise<unknown> {
    const socket = this.socket
    if (!socket || socket.readyState !== WebSocket.OPEN) throw new Problem('offline', 0)
    const ref = String(this.next)
    this.next += 1
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting.delete(ref)
        reject(new Problem('offline', 0))
      }, ANSWER_MS)
      this.waiting.set(ref, { resolve, reject, timer })
      socket.send(JSON.stringify({ ...frame, ref }))
    })
  }

  tell(frame: Tell) {
    if (this.open) this.socket?.send(JSON.stringify(frame))
  }

  private async connect() {
    if (this.socket) return
    if (navigator.onLine === false) return this.ears.state({ phase: 'offline' })
    this.ears.state({ phase: 'connecting' })
    let ticket: string
    try {
      ticket = (await ask(api.POST('/api/v1/ws/ticket'))).ticket
    } catch (fault) {
      const problem = asProblem(fault)
      if (problem.code === 'session_revoked') return this.ears.ended()
      return this.later((problem.retryAfter ?? 0) * 1000 || backoff(this.failures))
    }
    if (!this.wanted || this.socket) return
    const socket = new WebSocket(socketUrl(), ['parlance.v1', `ticket.${ticket}`])
    this.socket = socket
    this.heard = Date.now()
    socket.onmessage = event => this.message(String(event.data))
    socket.onclose = event => {
      if (this.socket === socket) this.closed(event.code, event.reason)
    }
    this.pinging = setInterval(() => this.listen(), PING_MS)
  }

  private message(text: string) {
    this.heard = Date.now()
    const frame = readFrame(text)
    if (!frame) return
    if (frame.type === 'ready') this.failures = 0
    if (frame.type === 'reply') this.reply(frame)
    else this.ears.frame(frame, text)
  }

  private reply(frame: Extract<Frame, { type: 'reply' }>) {
    const waiting = frame.ref === undefined ? undefined : this.waiting.get(frame.ref)
    if (!waiting || frame.ref === undefined) return
    this.waiting.delete(frame.ref)
    clearTimeout(waiting.timer)
    if (frame.error === undefined) waiting.resolve(frame.ok)
    else waiting.reject(problemFrom(frame.error, 400))
  }

  private listen() {
    if (Date.now() - this.heard > SILENCE_MS) {
      this.drop()
      this.later(0)
    } else this.tell({ type: 'ping' })
  }

  private closed(code: number, reason: string) {
    this.drop()
    if (!this.wanted) return
    const next = afterClose(code, reason, this.failures)
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
    if (navigator.onLine === false) this.ears.state({ phase: 'offline' })
    else this.ears.state({ phase: 'waiting', retryAt: Date.now() + wait })
    clearTimeout(this.retry)
    this.retry = setTimeout(async () => {
      if (refresh) await accessToken().catch(() => null)
      await this.connect()
    }, wait)
  }

  /** Whatever was asked and not answered is unknown now. */
  private drop() {
    clearInterval(this.pinging)
    const { socket } = this
    this.socket = undefined
    if (socket) {
      socket.onmessage = null
      socket.onclose = null
      socket.close()
    }
    for (const waiting of this.waiting.values()) {
      clearTimeout(waiting.timer)
      waiting.reject(new Problem('offline', 0))
    }
    this.waiting.clear()
  }
}
