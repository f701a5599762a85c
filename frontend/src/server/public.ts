// A person who is not signed in may ask these questions: about the instance, and what there is to choose from.
import { api, ask } from '@/protocol/http'
import type { Instance } from '@/protocol/types'

export const getInstance = (): Promise<Instance> => ask(api.GET('/api/v1/instance'))
export const getLanguages = () => ask(api.GET('/api/v1/languages'))
export const getCountries = () => ask(api.GET('/api/v1/countries'))
export const getProviders = () => ask(api.GET('/api/v1/auth/oauth/providers'))
/** Who sent a letter with this code. */
export const getInvitation = (code: string) =>
  ask(api.GET('/api/v1/invitations/{code}', { params: { path: { code } } }))
