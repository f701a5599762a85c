// These questions make and find groups, and say who is in them and how a person comes in.
import { api, ask } from '@/protocol/http'
import type { components } from '@/protocol/openapi.gen'
import type { Role } from '@/protocol/types'
import { keys } from './keys'
import { pages } from './query'

const chat = (id: string) => ({ path: { chat_id: id } })
const member = (chatId: string, userId: string) => ({ path: { chat_id: chatId, user_id: userId } })

export const createGroup = (body: components['schemas']['NewChatBody']) => ask(api.POST('/api/v1/chats', { body }))

export const publicGroups = (q: string) =>
  pages(keys.publicGroups(q), cursor =>
    ask(api.GET('/api/v1/chats/explore', { params: { query: { q: q || undefined, cursor, limit: 30 } } })),
  )
export const invite = (code: string) => ({
  queryKey: keys.invite(code),
  queryFn: () => ask(api.GET('/api/v1/invites/{code}', { params: { path: { code } } })),
})
export const acceptInvite = (code: string) =>
  ask(api.POST('/api/v1/invites/{code}/accept', { params: { path: { code } } }))

export type GroupEdit = components['schemas']['EditChatBody']
export const edit = (id: string, body: GroupEdit) =>
  ask(api.PATCH('/api/v1/chats/{chat_id}', { params: chat(id), body }))
export const members = (id: string) =>
  pages(keys.membersOf(id), cursor =>
    ask(api.GET('/api/v1/chats/{chat_id}/members', { params: { ...chat(id), query: { limit: 100, cursor } } })),
  )
export const add = (id: string, userIds: string[]) =>
  ask(api.POST('/api/v1/chats/{chat_id}/members', { params: chat(id), body: { user_ids: userIds } }))
export const expel = (id: string, userId: string) =>
  ask(api.DELETE('/api/v1/chats/{chat_id}/members/{user_id}', { params: member(id, userId) }))
export const ban = (id: string, userId: string) =>
  ask(api.POST('/api/v1/chats/{chat_id}/members/{user_id}/ban', { params: member(id, userId) }))
export const setRole = (id: string, userId: string, role: Role) =>
  ask(api.PATCH('/api/v1/chats/{chat_id}/members/{user_id}', { params: member(id, userId), body: { role } }))
export type NewInvite = components['schemas']['NewInviteBody']
export const makeInvite = (id: string, body: NewInvite = {}) =>
  ask(api.POST('/api/v1/chats/{chat_id}/invites', { params: chat(id), body }))

export const invites = (id: string) => ({
  queryKey: keys.admissionBy(id, 'invites'),
  queryFn: () => ask(api.GET('/api/v1/chats/{chat_id}/invites', { params: chat(id) })),
})
export const revoke = (id: string, inviteId: string) =>
  ask(
    api.DELETE('/api/v1/chats/{chat_id}/invites/{invite_id}', {
      params: { path: { chat_id: id, invite_id: inviteId } },
    }),
  )
export const joinRequests = (id: string) => ({
  queryKey: keys.admissionBy(id, 'requests'),
  queryFn: () => ask(api.GET('/api/v1/chats/{chat_id}/join-requests', { params: chat(id) })),
})
export const letIn = (id: string, userId: string) =>
  ask(api.POST('/api/v1/chats/{chat_id}/join-requests/{user_id}/accept', { params: member(id, userId) }))
export const turnAway = (id: string, userId: string) =>
  ask(api.POST('/api/v1/chats/{chat_id}/join-requests/{user_id}/decline', { params: member(id, userId) }))
export const bans = (id: string) => ({
  queryKey: keys.admissionBy(id, 'bans'),
  queryFn: () => ask(api.GET('/api/v1/chats/{chat_id}/bans', { params: chat(id) })),
})
export const unban = (id: string, userId: string) =>
  ask(api.DELETE('/api/v1/chats/{chat_id}/bans/{user_id}', { params: member(id, userId) }))
/** The picture goes as it is; its type says what it is. */
export const setPicture = (id: string, file: File) =>
  ask(
    api.PUT('/api/v1/chats/{chat_id}/avatar', {
      params: chat(id),
      headers: { 'Content-Type': file.type },
      body: file as unknown as number[],
      bodySerializer: body => body as unknown as Blob,
    }),
  )
export const removePicture = (id: string) => ask(api.DELETE('/api/v1/chats/{chat_id}/avatar', { params: chat(id) }))
