// This page says what is kept: a copy of everything to take along, and messages on this device. It also leads to the
// end of an account.
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { formatBytes, t } from '@/i18n'
import { chunk } from '@/lib/chunk'
import { keys } from '@/server/keys'
import { prefer, usePreferences } from '@/store/preferences'
import { sync } from '@/sync/browser/sync'
import { Button } from '@/ui/button/Button'
import { Hint } from '@/ui/hint/Hint'
import { Later } from '@/ui/later/Later'
import { Section, Stack } from '@/ui/layout/Layout'
import { Switch } from '@/ui/switch/Switch'
import { DeleteAccount } from './DeleteAccount'

const Export = chunk(() => import('./Export'))

export function Data() {
  const forget = usePreferences(chosen => chosen.forget)
  const [deleting, setDeleting] = useState(false)
  const used = useQuery({
    queryKey: keys.storageHere,
    queryFn: async () => (await navigator.storage.estimate()).usage ?? 0,
  })
  const choose = (on: boolean) => {
    prefer({ forget: on })
    if (on) void sync.clearHere()
  }
  // The page that comes next holds what it asks for.
  const clear = () => void sync.clearHere().then(() => location.reload())
  return (
    <>
      <Later>
        <Export />
      </Later>
      <Section title={t('data.here')} />
      <Stack>
        <div>
          <Switch label={t('data.forget')} checked={forget} onChange={choose} />
          <Hint>{t('data.forgetText')}</Hint>
        </div>
        {used.data !== undefined && <Hint>{t('data.used', { size: formatBytes(used.data) })}</Hint>}
        <Button onClick={clear}>{t('data.clear')}</Button>
        <Hint>{t('data.clearText')}</Hint>
        <Button kind="danger" onClick={() => setDeleting(true)}>
          {t('data.delete')}
        </Button>
        {deleting && <DeleteAccount onClose={() => setDeleting(false)} />}
      </Stack>
    </>
  )
}
