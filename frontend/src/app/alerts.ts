// An alert tells of new messages and message requests while the application is open: by a sound where the chat is not in
// view, by the desktop where nothing is, as the settings say. Of all tabs the one with the socket does it.

import { instanceName, t } from '@/i18n'
import { plain } from '@/lib/markup/plain'
import { NOTIFICATION_KINDS } from '@/lib/notifications'
import { isQuiet } from '@/lib/quiet'
import { ring } from '@/lib/sound'
import type { FrameOf } from '@/protocol/frames'
import { settingsNow } from '@/server/notifications'
import { looking } from '@/store/looking'
import { preferences } from '@/store/preferences'
import { chatList, isMuted } from '@/store/select'
import type { State } from '@/store/state'
import { read, store } from '@/store/store'
import { sync } from '@/sync/browser/sync'
import { logo } from '@/ui/logo/logo'

const SEEN = 'parlance-in-view'
const LONGEST = 120

/** Holds a lock while this tab is in view, named after the chat it shows: every tab can see what is in view. */
function showView() {
  let held = ''
  let leave: (() => void) | undefined
  const look = () => {
    const { chat } = looking.getState()
    const name = document.visibilityState !== 'visible' ? '' : chat ? `${SEEN}/${chat}` : SEEN
    if (name === held) return
    leave?.()
    leave = undefined
    held = name
    if (!name) return
    const left = new Promise<void>(done => {
      leave = done
    })
    void navigator.locks?.request(name, { mode: 'shared' }, () => left)
  }
  document.addEventListener('visibilitychange', look)
  const unsubscribe = looking.subscribe(look)
  look()
  return () => {
    document.removeEventListener('visibilitychange', look)
    unsubscribe()
    leave?.()
  }
}

/** Whether a tab is in view, and whether one of those shows the chat. */
async function inView(chat: string): Promise<{ any: boolean; chat: boolean }> {
  const names = ((await navigator.locks?.query())?.held ?? []).map(({ name }) => name ?? '')
  const here = document.visibilityState === 'visible'
  return {
    any: here || names.some(name => name.startsWith(SEEN)),
    chat: (here && looking.getState().chat === chat) || names.includes(`${SEEN}/${chat}`),
  }
}

function words({ message }: FrameOf<'message'>, content: boolean) {
  const chat = read().chats[message.chat_id]
  if (!content || !chat) return { title: instanceName(), body: t('alerts.message') }
  const author = read().users[message.author_id ?? '']?.display_name ?? chat.peer?.display_name ?? ''
  const text = (message.text ? plain(message.text, true) : t('alerts.message')).slice(0, LONGEST)
  return chat.kind === 'group'
    ? { title: chat.title ?? author, body: `${author}: ${text}` }
    : { title: author, body: text }
}

interface Words {
  readonly title: string
  readonly body: string
}

/** A chat has a sound of its own, or the usual one. */
function soundOf(chat: string) {
  const { sound, sounds } = preferences.getState()
  return sounds[chat] ?? sound
}

/** By sound unless the chat is in view, by the desktop unless anything of the application is; as the switches say. */
async function tell(chat: string, words: (content: boolean) => Words) {
  const entry = read().chats[chat]
  if (!sync.isLeading() || !entry || isMuted(entry, Date.now())) return
  const view = await inView(chat)
  if (view.chat) return
  const wanted = await settingsNow()
  if (isQuiet(wanted.quiet_hours, new Date())) return
  if (wanted.sound) ring(soundOf(chat))
  if (view.any || !wanted.push_enabled || !('Notification' in window) || Notification.permission !== 'granted') return
  const { title, body } = words(wanted.push_content)
  const worker = await navigator.serviceWorker?.getRegistration()
  await worker?.showNotification(title, { body, tag: chat, icon: logo(), data: { path: `/c/${chat}` }, silent: true })
}

/** A stranger's first words: the server tells of the chat, not of the message in it. */
function onRequests(): () => void {
  let known: ReadonlySet<string> | undefined
  let seen: State['chats'] | undefined
  const look = () => {
    const { chats, listed } = read()
    if (!listed || chats === seen) return
    seen = chats
    const now = new Set(chatList(chats, 'requests').flatMap(chat => (chat.last_message ? [chat.id] : [])))
    for (const chat of known ? now : [])
      if (!known?.has(chat)) void tell(chat, requestWords(chat)).catch(() => undefined)
    known = now
  }
  look()
  return store.subscribe(look)
}

const requestWords = (chat: string) => (content: boolean) => {
  const name = read().chats[chat]?.peer?.display_name
  return content && name
    ? { title: name, body: t('notifications.message_request', { name }) }
    : { title: instanceName(), body: t('alerts.message') }
}

const EVENTS = [
  'new_sign_in',
  'password_changed',
  'second_factor_on',
  'second_factor_off',
  'refresh_reused',
  'recovery_codes_made',
  'recovery_code_used',
  'identity_linked',
  'identity_unlinked',
  'email_changed',
  'email_removed',
  'phone_changed',
  'phone_removed',
  'export_asked',
  'second_factor_failed',
  'second_factor_removed_by_admin',
  'way_in_made',
] as const

/** Words for the service worker, which has no catalogue of its own. */
async function teachWorker() {
  const notifications = Object.fromEntries(
    NOTIFICATION_KINDS.map(kind => [kind, t(`notifications.${kind}`, { name: '{name}', event: '{event}' })]),
  )
  const known = {
    name: instanceName(),
    icon: logo(),
    lang: document.documentElement.lang,
    dir: document.documentElement.dir,
    message: t('alerts.message'),
    notification: t('notifications.system'),
    notifications,
    events: Object.fromEntries(EVENTS.map(event => [event, t(`event.${event}`)])),
  }
  const cache = await caches.open('words-1')
  await cache.put('/push-words.json', new Response(JSON.stringify(known)))
}

export function alertOfArrivals(): () => void {
  void teachWorker().catch(() => undefined)
  const hide = showView()
  const deaf = sync.onArrival(frame => {
    if (frame.message.kind === 'service') return
    void tell(frame.chat_id, content => words(frame, content)).catch(() => undefined)
  })
  const unasked = onRequests()
  return () => {
    hide()
    deaf()
    unasked()
  }
}
