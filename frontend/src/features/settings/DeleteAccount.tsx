// This dialog erases an account; it asks for its name and its password first.
import { useState } from 'react'
import { t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import { isProblem } from '@/protocol/problem'
import * as server from '@/server/account'
import { useStore } from '@/store/store'
import { session } from '@/sync/browser/session'
import { Button } from '@/ui/button/Button'
import { Dialog, DialogButtons } from '@/ui/dialog/Dialog'
import { Field } from '@/ui/field/Field'
import { Stack } from '@/ui/layout/Layout'

export function DeleteAccount({ onClose }: { onClose: () => void }) {
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
