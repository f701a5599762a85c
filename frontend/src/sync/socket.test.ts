import { beforeEach, expect, test } from 'vitest'
import { Problem } from '@/protocol/problem'
import type { Connection } from '@/store/state'
import { FakeClock, FakeNetwork, settle } from './fakes'
import { ANSWER_MS, OPEN_MS, PING_MS, PROBE_MS, Socket } from './socket'

let clock: FakeClock
let network: FakeNetwork
let socket: Socket
let states: Connection[]
let frames: string[]
let ended: number

const ready = { type: 'ready', epoch: 'e', user_id: 'me', server_time: '', my_rev: 1, chats: [], more: false }

beforeEach(() => {
  clock = new FakeClock()
  network = new FakeNetwork()
  states = []
  frames = []
  ended = 0
  const ears = {
    frame: ({ type }: { type: string }) => void frames.push(type),
    state: (next: Connection) => void states.push(next),
    ended: () => {
      ended += 1
    },
  }
  socket = new Socket(ears, network, clock)
})

async function connected() {
  socket.start()
  await settle()
  network.wire.accept()
}
const phase = () => states.at(-1)?.phase

test('it connects with a ticket and hands on every frame but replies', async () => {
  await connected()
  expect(network.wire.ticket).toBe('ticket-1')
  network.wire.say(ready)
  network.wire.say({ type: 'reply', ref: 'none' })
  network.wire.say({ type: 'something newer' })
  expect(frames).toEqual(['ready'])
})

test('replies find their question, whatever their order', async () => {
  await connected()
  const first = socket.ask({ type: 'presence.watch', user_ids: [] })
  const second = socket.ask({ type: 'presence.watch', user_ids: ['a'] })
  network.wire.say({ type: 'reply', ref: '2', ok: 'two' })
  network.wire.say({ type: 'reply', ref: '1', error: { code: 'forbidden', status: 403 } })
  await expect(second).resolves.toBe('two')
  await expect(first).rejects.toMatchObject({ code: 'forbidden' })
})

test('a question without an answer is unknown after a while, or when the socket closes', async () => {
  await connected()
  const slow = socket.ask({ type: 'me.changes', after: 1 }).catch((fault: Problem) => fault.code)
  await clock.advance(ANSWER_MS)
  expect(await slow).toBe('offline')
  const cut = socket.ask({ type: 'me.changes', after: 1 }).catch((fault: Problem) => fault.code)
  network.wire.end(1006)
  expect(await cut).toBe('offline')
})

test('without a connection a question is refused at once and a word is dropped', async () => {
  await expect(socket.ask({ type: 'me.changes', after: 1 })).rejects.toMatchObject({ code: 'offline' })
  socket.tell({ type: 'ping' })
  expect(network.wires).toEqual([])
})

test('it comes back after waits that double, and starts over once it caught up with what was missed', async () => {
  await connected()
  const waits: number[] = []
  for (let time = 0; time < 4; time += 1) {
    network.wire.end(1006)
    waits.push((states.at(-1)?.retryAt ?? 0) - clock.now())
    await clock.advance(waits.at(-1) ?? 0)
    network.wire.accept()
  }
  expect(waits).toEqual([250, 500, 1000, 2000])
  expect(network.wires).toHaveLength(5)
  network.wire.say(ready)
  socket.caughtUp()
  network.wire.end(1006)
  expect((states.at(-1)?.retryAt ?? 0) - clock.now()).toBe(250)
})

test('a connection over which nothing can be caught up with is left for another one, later each time', async () => {
  await connected()
  const waits: number[] = []
  for (let time = 0; time < 3; time += 1) {
    const { wire } = network
    wire.say(ready)
    socket.again()
    expect(wire.closed).toBe(true)
    waits.push((states.at(-1)?.retryAt ?? 0) - clock.now())
    // It is left once, however much was asked for in vain.
    socket.again()
    await clock.advance(waits.at(-1) ?? 0)
    network.wire.accept()
  }
  expect([waits, network.wires.length]).toEqual([[250, 500, 1000], 4])
  socket.again(7)
  expect(states.at(-1)).toEqual({ phase: 'waiting', retryAt: clock.now() + 7000 })
})

test('a refused ticket is asked for again later, after the wait the server names', async () => {
  network.refusal = new Problem('rate_limited', 429, { retry_after: 7 })
  socket.start()
  await settle()
  expect(states.at(-1)).toEqual({ phase: 'waiting', retryAt: clock.now() + 7000 })
  network.refusal = undefined
  await clock.advance(7000)
  expect(network.wires).toHaveLength(1)
})

test('a ticket that is refused because the session is over ends it', async () => {
  network.refusal = new Problem('session_revoked', 401)
  socket.start()
  await settle()
  expect([ended, network.wires.length]).toEqual([1, 0])
})

test('it says that it is alive, and a server that is silent for too long is left', async () => {
  await connected()
  const { wire } = network
  wire.say(ready)
  await clock.advance(PING_MS)
  expect(wire.sent).toEqual([{ type: 'ping' }])
  wire.say({ type: 'pong' })
  await clock.advance(PING_MS)
  expect(wire.closed).toBe(false)
  await clock.advance(PING_MS)
  expect(wire.closed).toBe(true)
  expect(network.wires).toHaveLength(2)
})

test.each([
  [4403, 'refused'],
  [4409, 'replaced'],
])('after close code %i it stays closed and shows "%s"', async (code, shown) => {
  await connected()
  network.wire.end(code)
  await clock.advance(120_000)
  expect(phase()).toBe(shown)
  expect(network.wires).toHaveLength(1)
  socket.start()
  await settle()
  expect(network.wires).toHaveLength(2)
})

test('close code 4410 ends the session, and 4401 gets a new token before the next try', async () => {
  await connected()
  network.wire.end(4401)
  await clock.advance(0)
  expect([network.refreshed, network.wires.length]).toEqual([1, 2])
  network.wire.accept()
  network.wire.end(4410)
  expect(ended).toBe(1)
})

test('a draining server names the wait', async () => {
  await connected()
  network.wire.end(1001, '12')
  expect((states.at(-1)?.retryAt ?? 0) - clock.now()).toBe(12_500)
})

test('without a network nothing is tried; with it, at once', async () => {
  await connected()
  network.away = true
  network.on?.offline()
  expect(phase()).toBe('offline')
  expect(network.wire.closed).toBe(true)
  network.away = false
  network.on?.online()
  await settle()
  expect(network.wires).toHaveLength(2)
})

test('a page that is seen again does not wait for the next try', async () => {
  await connected()
  network.wire.end(1006)
  network.on?.seen()
  await settle()
  expect(network.wires).toHaveLength(2)
  await clock.advance(10_000)
  expect(network.tickets).toBe(2)
})

test('a line that was cut unseen is left soon after the network is back', async () => {
  await connected()
  network.wire.say(ready)
  network.on?.online()
  expect(network.wire.sent).toEqual([{ type: 'ping' }])
  network.wire.say({ type: 'pong' })
  await clock.advance(PROBE_MS)
  expect(network.wires).toHaveLength(1)
  network.on?.seen()
  await clock.advance(PROBE_MS)
  expect(network.wires).toHaveLength(2)
})

test('a line that does not open is left', async () => {
  socket.start()
  await settle()
  await clock.advance(OPEN_MS)
  expect(network.wires.map(({ closed }) => closed)).toEqual([true, false])
})

test('a network that is away is tried again within seconds, however long it was away', async () => {
  clock.chance = 1
  network.refusal = new Problem('offline', 0)
  socket.start()
  await clock.advance(600_000)
  expect((states.at(-1)?.retryAt ?? 0) - clock.now()).toBeLessThanOrEqual(4000)
})

test('a stopped socket is closed, tries no more and listens to no page', async () => {
  await connected()
  socket.stop()
  await clock.advance(120_000)
  expect(network.wire.closed).toBe(true)
  expect([network.wires.length, network.on]).toEqual([1, undefined])
})
