// This bar says that the server cannot be reached, or was upgraded; short breaks are not worth a word.
import { useEffect, useState } from 'react'
import { t } from '@/i18n'
import { useStore } from '@/store/store'
import { sync } from '@/sync/browser/sync'
import s from './app.module.css'
import { reload, useNewer } from './version'

const QUIET_MS = 2000

export function Connection() {
  const { phase } = useStore(state => state.connection)
  const down = phase === 'waiting' || phase === 'connecting'
  const [long, setLong] = useState(false)
  const newer = useNewer()
  useEffect(() => {
    if (!down) return setLong(false)
    const timer = setTimeout(() => setLong(true), QUIET_MS)
    return () => clearTimeout(timer)
  }, [down])
  if (phase === 'offline') return <Bar text={t('connection.offline')} />
  if (phase === 'refused') return <Bar text={t('connection.refused')} />
  if (phase === 'replaced')
    return <Bar text={t('connection.replaced')} action={t('connection.use')} run={sync.takeOver} />
  if (down && long) return <Bar text={t('connection.waiting')} action={t('connection.now')} run={sync.retryNow} />
  const renew = () => void sync.settled().then(reload)
  if (newer) return <Bar text={t('version.new')} action={t('version.reload')} run={renew} />
  return null
}

function Bar({ text, action, run }: { text: string; action?: string; run?: () => void }) {
  return (
    <div className={s.connection} role="status">
      <span>{text}</span>
      {action && (
        <button type="button" onClick={run}>
          {action}
        </button>
      )}
    </div>
  )
}
