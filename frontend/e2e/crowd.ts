// Chats with very many messages are made here, by several senders at once.
import { type Account, post } from './person.ts'
import type { Server } from './server.ts'

const AT_ONCE = 24

/** Settings of a server that takes as many as it is given. */
export const UNLIMITED = { PARLANCE_LIMITS_SCALE: '100000' }

export async function many(count: number, one: (n: number) => Promise<unknown>) {
  let next = 0
  const lane = async () => {
    while (next < count) await one(next++)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
}

export const say = (server: Server, chat: string, from: Account, text: string, more: object = {}) =>
  post(server, `/chats/${chat}/messages`, { client_id: crypto.randomUUID(), text, ...more }, from.token)

/** The share of measured times below which the given part of them lies. */
export const part = (times: readonly number[], share: number) =>
  [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN
