// Tests give these fakes to the synchronization instead of a browser and a server: a clock that is moved by hand, tabs
// without a browser, a network without wires. No product code imports this.
import type { Ask } from '@/protocol/frames'
import { Problem } from '@/protocol/problem'
import type { Loaded } from '@/store/cache'
import type { ChatEntry, Message, Outgoing, State } from '@/store/state'
import type { Channel, Word } from './channel'
import type { Clock } from './clock'
import type { Keeper } from './keeper'
import { createSignal } from './signal'
import type { Line, Network, Wire } from './socket'

/** Lets everything that waits for resolved promises go on. */
export async function settle() {
  for (let round = 0; round < 30; round += 1) await Promise.resolve()
}

export class FakeClock implements Clock {
  time = 1_000_000
  /** What `random` gives. */
  chance = 0.5
  private readonly due = new Map<number, { at: number; every?: number; run: () => void }>()
  private next = 0

  readonly now = () => this.time
  readonly random = () => this.chance
  readonly after = (ms: number, run: () => void) => this.plan({ at: this.time + ms, run })
  readonly every = (ms: number, run: () => void) => this.plan({ at: this.time + ms, every: ms, run })

  /** Moves time; whatever falls due runs at its time, and what waits for it follows. */
  async advance(ms: number) {
    const until = this.time + ms
    await settle()
    for (;;) {
      const [id, first] = [...this.due].sort(([, a], [, b]) => a.at - b.at)[0] ?? []
      if (id === undefined || !first || first.at > until) break
      this.time = first.at
      if (first.every === undefined) this.due.delete(id)
      else this.due.set(id, { ...first, at: first.at + first.every })
      first.run()
      await settle()
    }
    this.time = until
  }

  private plan(entry: { at: number; every?: number; run: () => void }) {
    const id = this.next
    this.next += 1
    this.due.set(id, entry)
    return () => void this.due.delete(id)
  }
}

/** Tabs that hear each other; each remembers what it said. */
export function fakeTabs(count: number): ReadonlyArray<Channel & { readonly said: Word[] }> {
  const ears = Array.from({ length: count }, () => createSignal<[Word]>())
  return ears.map(own => {
    const said: Word[] = []
    return {
      said,
      hear: own.on,
      say(word) {
        said.push(word)
        for (const other of ears) if (other !== own) other.emit(word)
      },
    }
  })
}

export function fakeChannel() {
  const [channel] = fakeTabs(1)
  if (!channel) throw new Error('no tab')
  return channel
}

/** Remembers what it was given as the real cache would. */
export class FakeCache implements Keeper {
  readonly outbox = new Map<string, Outgoing>()
  readonly drafts = new Map<string, string>()
  writes = 0
  wiped = 0

  constructor(private readonly kept?: Loaded) {}

  readonly open = () => true
  readonly load = async () => this.kept
  readonly keep = () => {
    this.writes += 1
  }
  readonly keepOutgoing = (item: Outgoing) => void this.outbox.set(item.clientId, item)
  readonly dropOutgoing = (clientId: string) => void this.outbox.delete(clientId)
  readonly keepDraft = (chatId: string, text: string | undefined) => {
    if (text === undefined) this.drafts.delete(chatId)
    else this.drafts.set(chatId, text)
  }
  readonly settled = async () => {}
  readonly wipe = async () => {
    this.wiped += 1
  }
}

interface Asked {
  readonly frame: Ask
  answer(ok?: unknown): void
  refuse(fault: Problem): void
}

/** A socket that is open or not; what is asked waits until the test answers. */
export class FakeLine implements Line {
  open = true
  started = 0
  renewed = 0
  readonly asked: Asked[] = []
  readonly told: unknown[] = []

  start() {
    this.started += 1
  }
  stop() {
    this.lose()
  }
  now() {}
  caughtUp() {}
  again() {
    this.renewed += 1
  }
  tell(frame: unknown) {
    this.told.push(frame)
  }
  ask(frame: Ask): Promise<unknown> {
    if (!this.open) return Promise.reject(new Problem('offline', 0))
    return new Promise((answer, refuse) => this.asked.push({ frame, answer, refuse }))
  }
  /** The connection breaks: nothing that waits is ever answered. */
  lose() {
    this.open = false
    for (const waiting of this.asked) waiting.refuse(new Problem('offline', 0))
  }
  get frames(): readonly Ask[] {
    return this.asked.map(({ frame }) => frame)
  }
}

export class FakeWire implements Wire {
  readyState = 0
  onmessage: Wire['onmessage'] = null
  onclose: Wire['onclose'] = null
  readonly sent: unknown[] = []
  closed = false

  constructor(readonly ticket: string) {}

  send(text: string) {
    this.sent.push(JSON.parse(text))
  }
  close() {
    this.closed = true
    this.readyState = 3
  }
  /** The server takes the connection. */
  accept() {
    this.readyState = 1
  }
  say(frame: object) {
    this.onmessage?.({ data: JSON.stringify(frame) } as MessageEvent)
  }
  end(code: number, reason = '') {
    this.readyState = 3
    this.onclose?.({ code, reason } as CloseEvent)
  }
}

export class FakeNetwork implements Network {
  readonly wires: FakeWire[] = []
  tickets = 0
  refreshed = 0
  away = false
  refusal: Problem | undefined
  on: Parameters<Network['watch']>[0] | undefined

  async ticket() {
    this.tickets += 1
    if (this.refusal) throw this.refusal
    return `ticket-${this.tickets}`
  }
  connect(ticket: string) {
    const wire = new FakeWire(ticket)
    this.wires.push(wire)
    return wire
  }
  async refresh() {
    this.refreshed += 1
  }
  offline() {
    return this.away
  }
  watch(on: Parameters<Network['watch']>[0]) {
    this.on = on
    return () => {
      this.on = undefined
    }
  }
  get wire(): FakeWire {
    const last = this.wires.at(-1)
    if (!last) throw new Error('nothing was connected')
    return last
  }
}

export const sampleMessage = (chat_id: string, seq: number, more: Partial<Message> = {}): Message => ({
  chat_id,
  seq,
  rev: seq,
  author_id: 'leo',
  kind: 'text',
  text: `text ${seq}`,
  created_at: '2026-11-25T10:00:00.000Z',
  ...more,
})

export const sampleChat = (id: string, rev: number, more: object = {}) =>
  ({
    id,
    kind: 'group',
    seq: rev,
    rev,
    read_seq: 0,
    unread: 0,
    mentioned_in: [],
    reacted_to: [],
    kept_from: 0,
    last_message: null,
    active_at: '2026-11-25T10:00:00.000Z',
    me: { role: 'member', request: null, draft: null, muted_until: null, marked_unread: false },
    ...more,
  }) as unknown as ChatEntry

export const sampleOutgoing = (clientId: string, at: number, more: Partial<Outgoing> = {}): Outgoing => ({
  clientId,
  chatId: 'c',
  text: clientId,
  at,
  state: 'sending',
  tries: 0,
  ...more,
})

export const me = { id: 'me', username: 'me', display_name: 'Me' } as State['me']
