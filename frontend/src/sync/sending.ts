// The way out: what was written is kept in the browser until the server has it, and sent again under the same client id
// until there is an answer. In one chat one message is on its way at a time, so their order stays.
import { asProblem } from '@/protocol/problem'
import { type Cache, dropOutgoing, keepOutgoing } from '@/store/cache'
import { again, failed, nextToSend, retryAfter, settled, withOutgoing, withoutOutgoing } from '@/store/outbox'
import type { Outgoing } from '@/store/state'
import { change, read } from '@/store/store'
import { say } from './channel'
import type { Socket } from './socket'

const busy = new Set<string>()
let socket: Socket | undefined
let cache: Cache | undefined

export const setSendingCache = (next: Cache | undefined) => {
  cache = next
}

/** Only the tab that has the socket sends. */
export const sendThrough = (next: Socket | undefined) => {
  socket = next
  busy.clear()
}

function record(item: Outgoing) {
  change(state => withOutgoing(state, item))
  say({ kind: 'outgoing', item })
}

export function enqueue(item: Outgoing) {
  record(item)
  if (cache) void keepOutgoing(cache, item)
  pump()
}

export function tryAgain(clientId: string) {
  const item = read().outbox[clientId]
  if (item) enqueue(again(item))
}

export function discard(clientId: string) {
  change(state => withoutOutgoing(state, clientId))
  say({ kind: 'discarded', clientId })
  if (cache) void dropOutgoing(cache, clientId)
}

/** Another tab has written, tried again or been answered. */
export function hearOutgoing(item: Outgoing) {
  change(state => withOutgoing(state, item))
  pump()
}

export function pump() {
  if (!socket?.open) return
  const chats = new Set<string>()
  for (const clientId of busy) {
    const item = read().outbox[clientId]
    if (item) chats.add(item.chatId)
  }
  for (const item of nextToSend(read().outbox, busy)) {
    if (chats.has(item.chatId)) continue
    chats.add(item.chatId)
    void send(socket, item)
  }
}

async function send(through: Socket, item: Outgoing) {
  busy.add(item.clientId)
  try {
    await through.ask({
      type: 'message.send',
      chat_id: item.chatId,
      client_id: item.clientId,
      text: item.text,
      ...(item.replyTo === undefined ? {} : { reply_to: item.replyTo }),
      ...(item.corrects === undefined ? {} : { kind: 'correction', base_seq: item.corrects }),
    })
    if (cache) void dropOutgoing(cache, item.clientId)
    // The message itself may have come in before its answer.
    if (read().outbox[item.clientId]) record(settled(item))
    busy.delete(item.clientId)
    pump()
  } catch (fault) {
    refused(item, fault)
  }
}

function refused(item: Outgoing, fault: unknown) {
  const problem = asProblem(fault)
  // No answer: unknown. It goes out again with the next connection, or at once if this one still stands.
  const wait = problem.passing ? retryAfter(item) : undefined
  if (problem.code === 'offline' && !socket?.open) {
    busy.delete(item.clientId)
    return
  }
  if (wait === undefined) {
    const given = failed(item, problem.code)
    record(given)
    if (cache) void keepOutgoing(cache, given)
    busy.delete(item.clientId)
    return pump()
  }
  const pause = Math.max(wait, (problem.retryAfter ?? 0) * 1000)
  setTimeout(() => {
    busy.delete(item.clientId)
    if (read().outbox[item.clientId]) record({ ...item, tries: item.tries + 1 })
    pump()
  }, pause)
}
