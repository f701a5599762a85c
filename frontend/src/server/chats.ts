// Chats are opened, joined, accepted and left by these questions.
import { api, ask } from '@/protocol/http'
import { keys } from './keys'

const chat = (id: string) => ({ path: { chat_id: id } })

/** The chat with one person, made if there is none. */
export const openDirect = (userId: string) =>
  ask(api.PUT('/api/v1/chats/direct/{user_id}', { params: { path: { user_id: userId } } }))
/** A chat a stranger began, or a group that was offered. */
export const accept = (id: string) => ask(api.POST('/api/v1/chats/{chat_id}/accept', { params: chat(id) }))
export const decline = (id: string) => ask(api.POST('/api/v1/chats/{chat_id}/decline', { params: chat(id) }))
export const join = (id: string) => ask(api.POST('/api/v1/chats/{chat_id}/join', { params: chat(id) }))
/** Of a large group the first ones. */
export const mentionable = (id: string) => ({
  queryKey: keys.mentionable(id),
  queryFn: () => ask(api.GET('/api/v1/chats/{chat_id}/members', { params: { ...chat(id), query: { limit: 200 } } })),
})
export const leave = (id: string) => ask(api.POST('/api/v1/chats/{chat_id}/leave', { params: chat(id) }))
export const remove = (id: string) => ask(api.DELETE('/api/v1/chats/{chat_id}', { params: chat(id) }))
