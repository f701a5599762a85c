// These questions are about notifications: the list of them, what a person wants to hear of, and pushes to this
// browser.
import { api, ask } from '@/protocol/http'
import type { NotificationSettings } from '@/protocol/types'
import { keys } from './keys'
import { pages } from './query'

export const notifications = pages(keys.notifications, cursor =>
  ask(api.GET('/api/v1/notifications', { params: { query: { limit: 50, cursor } } })),
)
export const readAll = () => ask(api.POST('/api/v1/notifications/read', { body: { all: true } }))
export const remove = (id: string) =>
  ask(api.DELETE('/api/v1/notifications/{notification_id}', { params: { path: { notification_id: id } } }))

const FRESH_MS = 5000
let known: { readonly at: number; readonly value: NotificationSettings } | undefined
const remembered = (value: NotificationSettings) => {
  known = { at: Date.now(), value }
  return value
}
export const getSettings = () => ask(api.GET('/api/v1/me/notification-settings')).then(remembered)
export const setSettings = (body: NotificationSettings) =>
  ask(api.PUT('/api/v1/me/notification-settings', { body })).then(remembered)
/** For every message that arrives: what was chosen here counts at once, what was chosen elsewhere a little later. */
export const settingsNow = async () => (known && Date.now() - known.at < FRESH_MS ? known.value : getSettings())
export const settings = { queryKey: keys.notificationSettings, queryFn: getSettings }

export const pushKey = () => ask(api.GET('/api/v1/push/key'))
export const subscribe = (subscription: PushSubscription) => {
  const { endpoint, keys: made } = subscription.toJSON()
  return ask(
    api.POST('/api/v1/push/subscriptions', {
      body: { endpoint: endpoint ?? '', keys: { p256dh: made?.p256dh ?? '', auth: made?.auth ?? '' } },
    }),
  )
}
export const unsubscribe = (id: string) =>
  ask(api.DELETE('/api/v1/push/subscriptions/{subscription_id}', { params: { path: { subscription_id: id } } }))
