// What the panel beside a chat asks of the server.
import { api, ask } from '@/protocol/http'
import type { Role } from '@/protocol/types'

const chat = (id: string) => ({ path: { chat_id: id } })
const member = (chatId: string, userId: string) => ({ path: { chat_id: chatId, user_id: userId } })

export const person = (id: string) => ask(api.GET('/api/v1/users/{user_id}', { params: { path: { user_id: id } } }))
export const leave = (id: string) => ask(api.POST('/api/v1/chats/{chat_id}/leave', { params: chat(id) }))
export const remove = (id: string) => ask(api.DELETE('/api/v1/chats/{chat_id}', { params: chat(id) }))
export const edit = (id: string, body: { title: string; description: string | null }) =>
  ask(api.PATCH('/api/v1/chats/{chat_id}', { params: chat(id), body }))
export const members = (id: string, cursor: string | undefined) =>
  ask(api.GET('/api/v1/chats/{chat_id}/members', { params: { ...chat(id), query: { limit: 100, cursor } } }))
export const add = (id: string, userIds: string[]) =>
  ask(api.POST('/api/v1/chats/{chat_id}/members', { params: chat(id), body: { user_ids: userIds } }))
export const expel = (id: string, userId: string) =>
  ask(api.DELETE('/api/v1/chats/{chat_id}/members/{user_id}', { params: member(id, userId) }))
export const setRole = (id: string, userId: string, role: Role) =>
  ask(api.PATCH('/api/v1/chats/{chat_id}/members/{user_id}', { params: member(id, userId), body: { role } }))
export const people = (q: string) => ask(api.GET('/api/v1/users', { params: { query: { q, limit: 20 } } }))
export const invite = (id: string) => ask(api.POST('/api/v1/chats/{chat_id}/invites', { params: chat(id), body: {} }))
