// What the panel beside a chat asks of the server.
import { api, ask } from '@/protocol/http'
import type { components } from '@/protocol/openapi.gen'
import type { Role } from '@/protocol/types'

const chat = (id: string) => ({ path: { chat_id: id } })
const member = (chatId: string, userId: string) => ({ path: { chat_id: chatId, user_id: userId } })

export const person = (id: string) => ask(api.GET('/api/v1/users/{user_id}', { params: { path: { user_id: id } } }))
export const leave = (id: string) => ask(api.POST('/api/v1/chats/{chat_id}/leave', { params: chat(id) }))
export const remove = (id: string) => ask(api.DELETE('/api/v1/chats/{chat_id}', { params: chat(id) }))
export type GroupEdit = components['schemas']['EditChatBody']
export const edit = (id: string, body: GroupEdit) =>
  ask(api.PATCH('/api/v1/chats/{chat_id}', { params: chat(id), body }))
export const members = (id: string, cursor: string | undefined) =>
  ask(api.GET('/api/v1/chats/{chat_id}/members', { params: { ...chat(id), query: { limit: 100, cursor } } }))
export const add = (id: string, userIds: string[]) =>
  ask(api.POST('/api/v1/chats/{chat_id}/members', { params: chat(id), body: { user_ids: userIds } }))
export const expel = (id: string, userId: string) =>
  ask(api.DELETE('/api/v1/chats/{chat_id}/members/{user_id}', { params: member(id, userId) }))
export const ban = (id: string, userId: string) =>
  ask(api.POST('/api/v1/chats/{chat_id}/members/{user_id}/ban', { params: member(id, userId) }))
export const setRole = (id: string, userId: string, role: Role) =>
  ask(api.PATCH('/api/v1/chats/{chat_id}/members/{user_id}', { params: member(id, userId), body: { role } }))
export const people = (q: string) => ask(api.GET('/api/v1/users', { params: { query: { q, limit: 20 } } }))
export type NewInvite = components['schemas']['NewInviteBody']
export const invite = (id: string, body: NewInvite = {}) =>
  ask(api.POST('/api/v1/chats/{chat_id}/invites', { params: chat(id), body }))

export const invites = (id: string) => ask(api.GET('/api/v1/chats/{chat_id}/invites', { params: chat(id) }))
export const revoke = (id: string, inviteId: string) =>
  ask(
    api.DELETE('/api/v1/chats/{chat_id}/invites/{invite_id}', {
      params: { path: { chat_id: id, invite_id: inviteId } },
    }),
  )
export const asking = (id: string) => ask(api.GET('/api/v1/chats/{chat_id}/join-requests', { params: chat(id) }))
export const letIn = (id: string, userId: string) =>
  ask(api.POST('/api/v1/chats/{chat_id}/join-requests/{user_id}/accept', { params: member(id, userId) }))
export const turnAway = (id: string, userId: string) =>
  ask(api.POST('/api/v1/chats/{chat_id}/join-requests/{user_id}/decline', { params: member(id, userId) }))
export const bans = (id: string) => ask(api.GET('/api/v1/chats/{chat_id}/bans', { params: chat(id) }))
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
