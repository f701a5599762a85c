// This switch says whether this browser shows notifications while no tab is open, and what stands in the way.
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import { keys } from '@/server/keys'
import * as server from '@/server/notifications'
import { Button } from '@/ui/button/Button'
import { Hint } from '@/ui/hint/Hint'
import { Switch } from '@/ui/switch/Switch'
import { toast } from '@/ui/toasts/Toasts'

/** Which of the server's subscriptions is this browser's. */
const KEY = 'parlance.push'

const able = () => 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window

async function current() {
  if (!able()) return { able: false as const }
  const worker = await navigator.serviceWorker.getRegistration()
  const subscription = await worker?.pushManager.getSubscription()
  return { able: true as const, worker, subscription: subscription ?? undefined, permission: Notification.permission }
}

async function turnOn(worker: ServiceWorkerRegistration) {
  if ((await Notification.requestPermission()) !== 'granted') return
  const { key } = await server.pushKey()
  const bytes = Uint8Array.from(atob(key.replaceAll('-', '+').replaceAll('_', '/')), letter => letter.charCodeAt(0))
  const subscription = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes })
  try {
    const { id } = await server.subscribe(subscription)
    localStorage.setItem(KEY, id)
  } catch (refused) {
    // Without the server's half it would only look as if one were told.
    await subscription.unsubscribe()
    throw refused
  }
}

async function turnOff(subscription: PushSubscription) {
  const id = localStorage.getItem(KEY)
  await subscription.unsubscribe()
  localStorage.removeItem(KEY)
  if (id) await server.unsubscribe(id)
}

/** A tab that is open but hidden tells by itself; for that the browser's word is enough. */
function Permission() {
  const [state, setState] = useState(() => ('Notification' in window ? Notification.permission : 'denied'))
  if (state !== 'default') return null
  return <Button onClick={() => void Notification.requestPermission().then(setState)}>{t('push.allow')}</Button>
}

export default function PushHere() {
  return (
    <>
      <Permission />
      <WhenClosed />
    </>
  )
}

function WhenClosed() {
  const [busy, setBusy] = useState(false)
  const query = useQuery({ queryKey: keys.pushHere, queryFn: current, staleTime: 0 })
  const here = query.data
  if (!here) return null
  if (!here.able || !here.worker) return <Hint>{t('push.unable')}</Hint>
  const { worker, subscription, permission } = here
  const run = async (on: boolean) => {
    setBusy(true)
    try {
      if (on) await turnOn(worker)
      else if (subscription) await turnOff(subscription)
    } catch (fault) {
      toast(fault instanceof DOMException ? t('push.refused') : faultText(fault))
    } finally {
      setBusy(false)
      await query.refetch()
    }
  }
  return (
    <div aria-busy={busy}>
      <Switch label={t('push.here')} checked={subscription !== undefined} onChange={on => void run(on)} />
      <Hint>{permission === 'denied' ? t('push.denied') : t('push.text')}</Hint>
    </div>
  )
}
