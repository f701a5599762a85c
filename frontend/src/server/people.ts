// These questions are about people: who they are, whom a person blocks, and reports.
import { api, ask } from '@/protocol/http'
import type { components } from '@/protocol/openapi.gen'
import { keys } from './keys'
import { FOREVER } from './query'

const MOST = 200
/** A name is looked for from so many characters on. */
const SHORTEST = 2
const FOUND = 20

const person = (id: string) => ({ params: { path: { user_id: id } } })

export const profileOf = (id: string) => ({
  queryKey: keys.profile('id', id),
  enabled: id !== '',
  queryFn: () => ask(api.GET('/api/v1/users/{user_id}', person(id))),
})
const getProfile = (username: string) =>
  ask(api.GET('/api/v1/users/by-username/{username}', { params: { path: { username } } }))
export type Profile = Awaited<ReturnType<typeof getProfile>>
export const profile = (username: string) => ({
  queryKey: keys.profile('username', username),
  queryFn: () => getProfile(username),
})

export const people = (q: string) => ({
  queryKey: keys.people(q),
  enabled: [...q].length >= SHORTEST,
  queryFn: () => ask(api.GET('/api/v1/users', { params: { query: { q, limit: FOUND } } })),
})

export const blocks = {
  queryKey: keys.blocks,
  queryFn: () => ask(api.GET('/api/v1/me/blocks', { params: { query: { limit: MOST } } })),
}
/** Beside an open chat: the socket tells when it changes. */
export const blocksAsTold = { ...blocks, staleTime: FOREVER }
export const block = (id: string) => ask(api.PUT('/api/v1/me/blocks/{user_id}', person(id)))
export const unblock = (id: string) => ask(api.DELETE('/api/v1/me/blocks/{user_id}', person(id)))
/** What shows whether a person is blocked. */
export const changedByBlocking = [keys.profiles, keys.blocks, keys.friends, keys.friendRequests]

export const report = (body: components['schemas']['ReportBody']) => ask(api.POST('/api/v1/reports', { body }))
