// An alert tells of new messages while the application is open and not in view: by the desktop and by a sound, as the
// settings say. Of all tabs the one with the socket does it, and only while no tab is in view.
import { instanceName, t } from '@/i18n'
import { NOTIFICATION_KINDS } from '@/lib/notifications'
import { isQuiet } from '@/lib/quiet'
import type { FrameOf } from '@/protocol/frames'
import type { NotificationSettings } from '@/protocol/types'
import { getSettings } from '@/server/notifications'
import { isMuted } from '@/store/select'
import { read } from '@/store/store'
import { sync } from '@/sync/browser/sync'
import { logo } from '@/ui/logo/logo'

const SEEN = 'parlance-in-view'
const FRESH_MS = 30_000
const BETWEEN_SOUNDS_MS = 2000
const LONGEST = 120

/** Holds a lock while this tab is in view: every tab can see whether any is. */
function showView() {
  let leave: (() => void) | undefined
  const look = () => {
    if (document.visibilityState !== 'visible') {
      leave?.()
      leave = undefined
    } else if (!leave) {
      void navigator.locks?.request(SEEN, { mode: 'shared' }, () => new Promise<void>(done => (leave = done)))
    }
  }
  document.addEventListener('visibilitychange', look)
  look()
  return () => {
    document.removeEventListener('visibilitychange', look)
    leave?.()
  }
}

async function inView(): Promise<boolean> {
  if (document.visibilityState === 'visible') return true
  const held = (await navigator.locks?.query())?.held ?? []
  return held.some(({ name }) => name === SEEN)
}

let settings: { at: number; value: NotificationSettings } | undefined
async function notificationSettings(): Promise<NotificationSettings> {
  if (settings && Date.now() - settings.at < FRESH_MS) return settings.value
  const value = await getSettings()
  settings = { at: Date.now(), value }
  return value
}

let sound: AudioContext | undefined
let sounded = 0
/** Two short tones, made here: there is no file to load. */
function ring() {
  if (Date.now() - sounded < BETWEEN_SOUNDS_MS) return
  sounded = Date.now()
  sound ??= new AudioContext()
  const [begin, context] = [sound.currentTime, sound]
  for (const [at, pitch] of [
    [0, 660],
    [0.12, 880],
  ] as const) {
    const tone = context.createOscillator()
    const loudness = context.createGain()
    tone.frequency.value = pitch
    loudness.gain.setValueAtTime(0.08, begin + at)
    loudness.gain.exponentialRampToValueAtTime(0.001, begin + at + 0.2)
    tone.connect(loudness).connect(context.destination)
    tone.start(begin + at)
    tone.stop(begin + at + 0.2)
  }
}

function words({ message }: FrameOf<'message'>, content: boolean) {
  const chat = read().chats[message.chat_id]
  if (!content || !chat) return { title: instanceName(), body: t('alerts.message') }
  const author = read().users[message.author_id ?? '']?.display_name ?? chat.peer?.display_name ?? ''
  const text = (message.text ?? t('alerts.message')).slice(0, LONGEST)
  return chat.kind === 'group'
    ? { title: chat.title ?? author, body: `${author}: ${text}` }
    : { title: author, body: text }
}

async function tell(frame: FrameOf<'message'>) {
  const { message } = frame
  const chat = read().chats[message.chat_id]
  if (message.kind === 'service' || !sync.isLeading() || !chat || isMuted(chat, Date.now()) || (await inView())) return
  const wanted = await notificationSettings()
  if (isQuiet(wanted.quiet_hours, new Date())) return
  if (wanted.sound) ring()
  if (!wanted.push_enabled || !('Notification' in window) || Notification.permission !== 'granted') return
  const { title, body } = words(frame, wanted.push_content)
  const worker = await navigator.serviceWorker?.getRegistration()
  const data = { path: `/c/${message.chat_id}` }
  await worker?.showNotification(title, { body, tag: message.chat_id, icon: logo(), data, silent: true })
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
  const deaf = sync.onArrival(frame => void tell(frame).catch(() => undefined))
  return () => {
    hide()
    deaf()
  }
}
