// The way in asks these questions: codes, registration, signing in, and the way back into an account.
import { api, ask } from '@/protocol/http'
import type { components } from '@/protocol/openapi.gen'
import type { Purpose, Session } from '@/protocol/types'
import { getCountries, getInstance, getInvitation, getLanguages, getProviders } from './public'

export type Registration = components['schemas']['RegisterBody']

export const instance = getInstance
export const providers = getProviders
export const languages = getLanguages
export const countries = getCountries
export const invitation = getInvitation
export const undo = (token: string) => ask(api.POST('/api/v1/auth/undo', { body: { token } }))

export const sendCode = (purpose: Purpose, identifier: string) =>
  ask(api.POST('/api/v1/auth/codes', { body: { purpose, identifier } }))
export const resend = (challenge: string) =>
  ask(api.POST('/api/v1/auth/codes/{challenge_id}/resend', { params: { path: { challenge_id: challenge } } }))
export const verify = (challenge: string, code: string) =>
  ask(
    api.POST('/api/v1/auth/codes/{challenge_id}/verify', {
      params: { path: { challenge_id: challenge } },
      body: { code },
    }),
  )

export const register = (body: Registration): Promise<Session> => ask(api.POST('/api/v1/auth/register', { body }))
export const login = (identifier: string, password: string): Promise<Session> =>
  ask(api.POST('/api/v1/auth/login', { body: { identifier, password } }))
export const loginByCode = (grant: string): Promise<Session> =>
  ask(api.POST('/api/v1/auth/login/code', { body: { grant } }))
export const secondFactor = (token: string, code: string): Promise<Session> =>
  ask(api.POST('/api/v1/auth/login/second-factor', { body: { mfa_token: token, code } }))
export const reset = (grant: string, password: string) =>
  ask(api.POST('/api/v1/auth/password/reset', { body: { grant, password } }))

/** No form can send it: that is how the server knows us where a cookie is all there is. */
const JSON_HEADERS = { 'Content-Type': 'application/json' }
const provider = (name: string) => ({ path: { provider: name } })
export const startOauth = (name: string) =>
  ask(api.POST('/api/v1/auth/oauth/{provider}/start', { params: provider(name), headers: JSON_HEADERS }))
/** What a provider gave the browser on its way back. */
export type Back = components['schemas']['OauthCompleteBody']
export const completeOauth = (name: string, body: Back) =>
  ask(api.POST('/api/v1/auth/oauth/{provider}/complete', { params: provider(name), body }))
