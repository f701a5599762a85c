// What the settings ask of the server.
import { api, ask } from '@/protocol/http'
import type { components } from '@/protocol/openapi.gen'
import type { NoticeSettings, Privacy } from '@/protocol/types'

export type EditMe = components['schemas']['EditMeBody']

export const editMe = (body: EditMe) => ask(api.PATCH('/api/v1/me', { body }))
export const languages = () => ask(api.GET('/api/v1/languages'))
export const events = (cursor: string | undefined) =>
  ask(api.GET('/api/v1/me/security-events', { params: { query: { cursor, limit: 20 } } }))
export const countries = () => ask(api.GET('/api/v1/countries'))
export const changePassword = (current: string, password: string) =>
  ask(api.PUT('/api/v1/me/password', { body: { current, password } }))
export const sessions = () => ask(api.GET('/api/v1/me/sessions'))
export const endSession = (id: string) =>
  ask(api.DELETE('/api/v1/me/sessions/{session_id}', { params: { path: { session_id: id } } }))
export const endOthers = () => ask(api.DELETE('/api/v1/me/sessions'))
export const privacy = () => ask(api.GET('/api/v1/me/privacy'))
export const setPrivacy = (body: Privacy) => ask(api.PUT('/api/v1/me/privacy', { body }))
export const notices = () => ask(api.GET('/api/v1/me/notification-settings'))
export const setNotices = (body: NoticeSettings) => ask(api.PUT('/api/v1/me/notification-settings', { body }))
export const instance = () => ask(api.GET('/api/v1/instance'))
export const proveAgain = (password: string, code?: string) =>
  ask(api.POST('/api/v1/me/reauth', { body: { password, code } }))
export const secondFactor = () => ask(api.GET('/api/v1/me/totp'))
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
export const verifyCode = (challenge: string, code: string) =>
  ask(
    api.POST('/api/v1/auth/codes/{challenge_id}/verify', {
      params: { path: { challenge_id: challenge } },
      body: { code },
    }),
  )
export const setIdentifier = (kind: Kind, grant: string) => ask(api.PUT(`/api/v1/me/${kind}`, { body: { grant } }))
export const removeIdentifier = (kind: Kind) => ask(api.DELETE(`/api/v1/me/${kind}`, { body: {} }))

/** No form can send it: that is how the server knows us where a cookie is all there is. */
const JSON_HEADERS = { 'Content-Type': 'application/json' }
const provider = (name: string) => ({ path: { provider: name } })
export const providers = () => ask(api.GET('/api/v1/auth/oauth/providers'))
export const identities = () => ask(api.GET('/api/v1/me/identities'))
export const startOauth = (name: string) =>
  ask(api.POST('/api/v1/auth/oauth/{provider}/start', { params: provider(name), headers: JSON_HEADERS }))
/** What a provider gave the browser on its way back. */
export type Back = components['schemas']['OauthCompleteBody']
export const completeOauth = (name: string, body: Back) =>
  ask(api.POST('/api/v1/auth/oauth/{provider}/complete', { params: provider(name), body }))
export const link = (grant: string) => ask(api.POST('/api/v1/me/identities', { body: { grant } }))
export const unlink = (name: string) => ask(api.DELETE('/api/v1/me/identities/{provider}', { params: provider(name) }))

export const exported = () => ask(api.GET('/api/v1/me/export'))
export const beginExport = () => ask(api.POST('/api/v1/me/export'))
export const fetchExport = () =>
  ask(api.GET('/api/v1/me/export/download', { parseAs: 'blob' })) as unknown as Promise<Blob>

export const pushKey = () => ask(api.GET('/api/v1/push/key'))
export const subscribe = (subscription: PushSubscription) => {
  const { endpoint, keys } = subscription.toJSON()
  return ask(
    api.POST('/api/v1/push/subscriptions', {
      body: { endpoint: endpoint ?? '', keys: { p256dh: keys?.p256dh ?? '', auth: keys?.auth ?? '' } },
    }),
  )
}
export const unsubscribe = (id: string) =>
  ask(api.DELETE('/api/v1/push/subscriptions/{subscription_id}', { params: { path: { subscription_id: id } } }))
