// These questions are about friends, friend requests, and invitations by contact.
import { api, ask } from '@/protocol/http'
import { keys } from './keys'
import { getInvitation } from './public'

const MOST = 200

const person = (id: string) => ({ params: { path: { user_id: id } } })
const asked = (id: string) => ({ params: { path: { request_id: id } } })

export const friends = {
  queryKey: keys.friends,
  queryFn: () => ask(api.GET('/api/v1/friends', { params: { query: { limit: MOST } } })),
}
export const unfriend = (id: string) => ask(api.DELETE('/api/v1/friends/{user_id}', person(id)))

const getRequests = (direction: 'incoming' | 'outgoing') =>
  ask(api.GET('/api/v1/friend-requests', { params: { query: { direction, limit: MOST } } }))
export type FriendRequests = Awaited<ReturnType<typeof getRequests>>
export const friendRequests = (direction: 'incoming' | 'outgoing') => ({
  queryKey: keys.friendRequestsTo(direction),
  queryFn: () => getRequests(direction),
})
export const befriend = (body: { user_id: string } | { username: string } | { contact: string }) =>
  ask(api.POST('/api/v1/friend-requests', { body }))
export const accept = (id: string) => ask(api.POST('/api/v1/friend-requests/{request_id}/accept', asked(id)))
export const decline = (id: string) => ask(api.POST('/api/v1/friend-requests/{request_id}/decline', asked(id)))
export const cancel = (id: string) => ask(api.DELETE('/api/v1/friend-requests/{request_id}', asked(id)))

export const invitation = (code: string) => ({
  queryKey: keys.invitation(code),
  queryFn: () => getInvitation(code),
})
export const acceptInvitation = (code: string) =>
  ask(api.POST('/api/v1/invitations/{code}/accept', { params: { path: { code } } }))
