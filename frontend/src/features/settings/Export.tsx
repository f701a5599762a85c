// An export holds all that is known of a person, as a file: it is requested, made in the background, and fetched.
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { formatBytes, formatMoment, t } from '@/i18n'
import * as server from '@/server/account'
import { Button } from '@/ui/button/Button'
import { Hint } from '@/ui/hint/Hint'
import { Section, Stack } from '@/ui/layout/Layout'
import { useProven } from './useProven'

const LOOK_AGAIN_MS = 1500
/** Whether one was asked for with this browser: without it the page need not ask for what is not there. */
const KEY = 'parlance.export'

export default function Export() {
  const proven = useProven()
  const [busy, setBusy] = useState(false)
  const [asked, setAsked] = useState(() => localStorage.getItem(KEY) !== null)
  const query = useQuery({
    ...server.exported,
    enabled: asked,
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? LOOK_AGAIN_MS : false),
  })
  const made = query.data
  const ask = () =>
    proven.run(async () => {
      await server.beginExport()
      localStorage.setItem(KEY, 'asked')
      setAsked(true)
      await query.refetch()
    })
  const fetchIt = () =>
    proven.run(async () => {
      setBusy(true)
      try {
        save(await server.fetchExport())
      } finally {
        setBusy(false)
      }
    })
  return (
    <>
      <Section title={t('export.title')} />
      <Stack>
        <Hint>{t('export.text')}</Hint>
        {made?.state === 'running' && (
          <>
            <progress aria-label={t('export.running')} max={100} value={made.progress} />
            <p role="status">
              {t('export.running')} {made.progress} %
            </p>
          </>
        )}
        {made?.state === 'ready' && (
          <>
            <p>
              {t('export.ready', {
                size: formatBytes(made.size),
                time: formatMoment(Date.parse(made.expires_at ?? made.asked_at)),
              })}
            </p>
            <Button kind="primary" busy={busy} onClick={fetchIt}>
              {t('export.fetch')}
            </Button>
          </>
        )}
        {made?.state !== 'running' && (query.isSuccess || !asked) && (
          <Button onClick={ask}>{made ? t('export.again') : t('export.ask')}</Button>
        )}
      </Stack>
      {proven.dialog}
    </>
  )
}

function save(file: Blob) {
  const address = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = address
  link.download = 'parlance-export.tar'
  link.click()
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
