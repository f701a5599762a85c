// What is kept here, how an account ends, and what this is.
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { formatBytes, t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import { isProblem } from '@/protocol/problem'
import * as server from '@/server/account'
import { instance as ofInstance } from '@/server/instance'
import { keys } from '@/server/keys'
import { prefer, usePreferences } from '@/store/preferences'
import { useStore } from '@/store/store'
import { session } from '@/sync/browser/session'
import { Button } from '@/ui/button/Button'
import { Dialog, DialogButtons } from '@/ui/dialog/Dialog'
import { Facts } from '@/ui/facts/Facts'
import { Field } from '@/ui/field/Field'
import { Hint } from '@/ui/hint/Hint'
import { Section, Stack } from '@/ui/layout/Layout'
import { Switch } from '@/ui/switch/Switch'

const Export = lazy(() => import('./Export'))

export function Data() {
  const forget = usePreferences(chosen => chosen.forget)
  const [deleting, setDeleting] = useState(false)
  const used = useQuery({
    queryKey: keys.storageHere,
    queryFn: async () => (await navigator.storage.estimate()).usage ?? 0,
  })
  return (
    <>
      <Suspense fallback={null}>
        <Export />
      </Suspense>
      <Section title={t('data.here')} />
      <Stack>
        <div>
          <Switch label={t('data.forget')} checked={forget} onChange={on => prefer({ forget: on })} />
          <Hint>{t('data.forgetText')}</Hint>
        </div>
        {used.data !== undefined && <Hint>{t('data.used', { size: formatBytes(used.data) })}</Hint>}
        <Button kind="danger" onClick={() => setDeleting(true)}>
          {t('data.delete')}
        </Button>
        {deleting && <DeleteAccount onClose={() => setDeleting(false)} />}
      </Stack>
    </>
  )
}

function DeleteAccount({ onClose }: { onClose: () => void }) {
  const username = useStore(state => state.me?.username ?? '')
  const [typed, setTyped] = useState('')
  const [fault, setFault] = useState<unknown>()
  const leave = async (password: string) => {
    setFault(undefined)
    try {
      const proof = await server.proveAgain(password)
      session.setToken(proof.access_token, proof.expires_in)
      await server.deleteMe()
      session.signedOut(false)
    } catch (refused) {
      setFault(refused)
    }
  }
  return (
    <Dialog title={t('data.delete')} onClose={onClose}>
      <form
        onSubmit={event => {
          event.preventDefault()
          void leave(String(new FormData(event.currentTarget).get('password')))
        }}
      >
        <Stack>
          <Field
            label={t('profile.username')}
            hint={t('data.deleteText')}
            value={typed}
            onChange={event => setTyped(event.target.value)}
            autoComplete="off"
            dir="ltr"
          />
          <Field
            name="password"
            type="password"
            label={t('login.password')}
            autoComplete="current-password"
            required
            error={
              fault ? (isProblem(fault, 'invalid_credentials') ? t('security.wrong') : faultText(fault)) : undefined
            }
          />
        </Stack>
        <DialogButtons onClose={onClose}>
          <Button kind="danger" type="submit" disabled={typed !== username}>
            {t('data.delete')}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  )
}

export function About() {
  const instance = useQuery(ofInstance)
  return (
    <>
      <Facts
        facts={[
          [
            t('about.server'),
            instance.data && `${instance.data.name} · ${t('about.version', { version: instance.data.version })}`,
          ],
          ['Parlance', 'Apache-2.0'],
        ]}
      />
      <Stack>
        <Hint>{t('about.fonts')}</Hint>
      </Stack>
    </>
  )
}
