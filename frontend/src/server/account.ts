// These questions are about a person's own account: profile, ways to sign in, sessions, privacy, and its end.
import { api, ask } from '@/protocol/http'
import type { components } from '@/protocol/openapi.gen'
import { asProblem } from '@/protocol/problem'
import type { Privacy } from '@/protocol/types'
import { keys } from './keys'
import { pages } from './query'

export type EditMe = components['schemas']['EditMeBody']

export const editMe = (body: EditMe) => ask(api.PATCH('/api/v1/me', { body }))
export const securityEvents = pages(keys.securityEvents, cursor =>
  ask(api.GET('/api/v1/me/security-events', { params: { query: { cursor, limit: 20 } } })),
)
export const changePassword = (current: string, password: string) =>
  ask(api.PUT('/api/v1/me/password', { body: { current, password } }))
export const sessions = { queryKey: keys.sessions, queryFn: () => ask(api.GET('/api/v1/me/sessions')) }
export const endSession = (id: string) =>
  ask(api.DELETE('/api/v1/me/sessions/{session_id}', { params: { path: { session_id: id } } }))
export const endOthers = () => ask(api.DELETE('/api/v1/me/sessions'))
export const privacy = { queryKey: keys.privacy, queryFn: () => ask(api.GET('/api/v1/me/privacy')) }
export const setPrivacy = (body: Privacy) => ask(api.PUT('/api/v1/me/privacy', { body }))
export const proveAgain = (password: string, code?: string) =>
  ask(api.POST('/api/v1/me/reauth', { body: { password, code } }))
export const secondFactor = {
  queryKey: keys.secondFactor,
  staleTime: 0,
  queryFn: () => ask(api.GET('/api/v1/me/totp')),
}
export const newSecondFactor = () => ask(api.POST('/api/v1/me/totp'))
export const verifySecondFactor = (code: string) => ask(api.POST('/api/v1/me/totp/verify', { body: { code } }))
export const removeSecondFactor = () => ask(api.DELETE('/api/v1/me/totp'))
export const newRecoveryCodes = () => ask(api.POST('/api/v1/me/recovery-codes'))
export const deleteMe = () => ask(api.DELETE('/api/v1/me'))
/** The picture goes as it is; its type says what it is. */
export const setPicture = (file: File) =>
  ask(
    api.PUT('/api/v1/me/avatar', {
      headers: { 'Content-Type': file.type },
      body: file as unknown as number[],
      bodySerializer: body => body as unknown as Blob,
    }),
  )
export const removePicture = () => ask(api.DELETE('/api/v1/me/avatar'))

export type Kind = 'email' | 'phone'
/** A code to an address or number that is to be mine. */
export const confirmIdentifier = (identifier: string) =>
  ask(api.POST('/api/v1/auth/codes', { body: { purpose: 'confirm_identifier', identifier } }))
export const setIdentifier = (kind: Kind, grant: string) => ask(api.PUT(`/api/v1/me/${kind}`, { body: { grant } }))
export const removeIdentifier = (kind: Kind) => ask(api.DELETE(`/api/v1/me/${kind}`, { body: {} }))

const provider = (name: string) => ({ path: { provider: name } })
export const identities = { queryKey: keys.identities, queryFn: () => ask(api.GET('/api/v1/me/identities')) }
export const link = (grant: string) => ask(api.POST('/api/v1/me/identities', { body: { grant } }))
export const unlink = (name: string) => ask(api.DELETE('/api/v1/me/identities/{provider}', { params: provider(name) }))

export const exported = {
  queryKey: keys.exported,
  // It is gone again: that is an answer, too.
  queryFn: () =>
    ask(api.GET('/api/v1/me/export')).catch(fault => {
      if (asProblem(fault).code === 'not_found') return null
      throw fault
    }),
}
export const beginExport = () => ask(api.POST('/api/v1/me/export'))
export const fetchExport = () =>
  ask(api.GET('/api/v1/me/export/download', { parseAs: 'blob' })) as unknown as Promise<Blob>
