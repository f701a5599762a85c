// What the settings ask of the server.
import { api, ask } from '@/protocol/http'
import type { components } from '@/protocol/openapi.gen'
import type { NoticeSettings, Privacy } from '@/protocol/types'

export type EditMe = components['schemas']['EditMeBody']

export const editMe = (body: EditMe) => ask(api.PATCH('/api/v1/me', { body }))
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
