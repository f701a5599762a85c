// The console asks these questions of the server.
import { api, ask } from '@/protocol/http'
import type { components } from '@/protocol/openapi.gen'
import { keys } from './keys'
import { pages } from './query'

type Schemas = components['schemas']
export type Instance = Schemas['AdminInstance']
export type InstanceEdit = Schemas['EditInstanceBody']
export type Detail = Schemas['AdminUserDetail']
export type User = Schemas['AdminUser']
export type Report = Schemas['ReportItem']
export type Decision = Schemas['ReportStep']
export type WayIn = Schemas['WayInAnswer']

const person = (id: string) => ({ params: { path: { user_id: id } } })

export const overview = {
  queryKey: keys.consoleOverview,
  queryFn: () => ask(api.GET('/api/v1/admin/overview')),
  refetchInterval: 10_000,
}
export const audit = pages(keys.consoleAudit, cursor =>
  ask(api.GET('/api/v1/admin/audit', { params: { query: { cursor, limit: 100 } } })),
)

export const users = (q: string) =>
  pages(keys.consoleUsersLike(q), cursor =>
    ask(api.GET('/api/v1/admin/users', { params: { query: { q: q || undefined, cursor, limit: 50 } } })),
  )
export const user = (id: string) => ({
  queryKey: keys.consoleUser(id),
  queryFn: (): Promise<Detail> => ask(api.GET('/api/v1/admin/users/{user_id}', person(id))),
  staleTime: 0,
})
export const endSessions = (id: string) => ask(api.POST('/api/v1/admin/users/{user_id}/end-sessions', person(id)))
export const suspend = (id: string, reason: string) =>
  ask(api.POST('/api/v1/admin/users/{user_id}/suspend', { ...person(id), body: { reason } }))
export const unsuspend = (id: string) => ask(api.POST('/api/v1/admin/users/{user_id}/unsuspend', person(id)))
export const setAdmin = (id: string, is_admin: boolean) =>
  ask(api.PUT('/api/v1/admin/users/{user_id}/role', { ...person(id), body: { is_admin } }))
export const removeFactor = (id: string) => ask(api.DELETE('/api/v1/admin/users/{user_id}/second-factor', person(id)))
export const makeWayIn = (id: string): Promise<WayIn> =>
  ask(api.POST('/api/v1/admin/users/{user_id}/way-in', person(id)))
export const deleteAccount = (id: string) => ask(api.DELETE('/api/v1/admin/users/{user_id}', person(id)))

export const reports = {
  queryKey: keys.consoleReports,
  queryFn: () => ask(api.GET('/api/v1/admin/reports', { params: { query: { state: 'open', limit: 50 } } })),
}
/** `note` is the reason of a suspension. */
export const decide = (id: string, decision: Decision, note?: string) =>
  ask(
    api.POST('/api/v1/admin/reports/{report_id}/decide', {
      params: { path: { report_id: id } },
      body: { decision, note },
    }),
  )

/** What is in force, and where the picture is that everyone sees. */
export const instance = {
  queryKey: keys.consoleInstance,
  async queryFn() {
    const [now, seen] = await Promise.all([ask(api.GET('/api/v1/admin/instance')), ask(api.GET('/api/v1/instance'))])
    return { now, logo: seen.logo }
  },
}
export const editInstance = (body: InstanceEdit) => ask(api.PATCH('/api/v1/admin/instance', { body }))
/** The picture goes as it is; its type says what it is. */
export const setLogo = (file: File) =>
  ask(
    api.PUT('/api/v1/admin/instance/logo', {
      headers: { 'Content-Type': file.type },
      body: file as unknown as number[],
      bodySerializer: body => body as unknown as Blob,
    }),
  )
export const removeLogo = () => ask(api.DELETE('/api/v1/admin/instance/logo'))
