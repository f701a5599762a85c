// What pages about people ask of the server.
import { api, ask } from '@/protocol/http'

const person = (id: string) => ({ params: { path: { user_id: id } } })
const asked = (id: string) => ({ params: { path: { request_id: id } } })

export const profile = (username: string) =>
  ask(api.GET('/api/v1/users/by-username/{username}', { params: { path: { username } } }))
export const openDirect = (id: string) => ask(api.PUT('/api/v1/chats/direct/{user_id}', person(id)))
export const friends = () => ask(api.GET('/api/v1/friends', { params: { query: { limit: 200 } } }))
export const unfriend = (id: string) => ask(api.DELETE('/api/v1/friends/{user_id}', person(id)))
export const requests = (direction: 'incoming' | 'outgoing') =>
  ask(api.GET('/api/v1/friend-requests', { params: { query: { direction, limit: 200 } } }))
export const befriend = (body: { user_id: string } | { username: string } | { contact: string }) =>
  ask(api.POST('/api/v1/friend-requests', { body }))
export const accept = (id: string) => ask(api.POST('/api/v1/friend-requests/{request_id}/accept', asked(id)))
export const decline = (id: string) => ask(api.POST('/api/v1/friend-requests/{request_id}/decline', asked(id)))
export const cancel = (id: string) => ask(api.DELETE('/api/v1/friend-requests/{request_id}', asked(id)))
/** Who sent a letter with this code. */
export const invitation = (code: string) => ask(api.GET('/api/v1/invitations/{code}', { params: { path: { code } } }))
export const acceptInvitation = (code: string) =>
  ask(api.POST('/api/v1/invitations/{code}/accept', { params: { path: { code } } }))
export const blocks = () => ask(api.GET('/api/v1/me/blocks', { params: { query: { limit: 200 } } }))
export const unblock = (id: string) => ask(api.DELETE('/api/v1/me/blocks/{user_id}', person(id)))
