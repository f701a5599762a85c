// What touches the ways to sign in asks who one is, unless that was said a moment ago.
import { type FormEvent, type ReactNode, useState } from 'react'
import { t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import { isProblem } from '@/protocol/problem'
import * as server from '@/server/account'
import { session } from '@/sync/browser/session'
import { Button } from '@/ui/button/Button'
import { Dialog } from '@/ui/dialog/Dialog'
import { Field } from '@/ui/field/Field'
import { Stack } from '@/ui/layout/Layout'
import { toast } from '@/ui/toasts/Toasts'

interface Proven {
  /** Done at once, or after the proof; what else goes wrong is said. */
  run: (work: () => Promise<unknown>) => void
  dialog: ReactNode
}

/** `both`: a code of the app is asked for as well; where that is not known, when the server wants it. */
export function useProven(both = false): Proven {
  const [waiting, setWaiting] = useState<{ work: () => Promise<unknown> }>()
  const run = (work: () => Promise<unknown>) =>
    void work().catch(fault => {
      if (isProblem(fault, 'reauth_required') || isProblem(fault, 'second_factor_needed')) setWaiting({ work })
      else toast(faultText(fault))
    })
  const close = () => setWaiting(undefined)
  const dialog = waiting && (
    <Prove
      both={both}
      onClose={close}
      onProven={() => {
        close()
        run(waiting.work)
      }}
    />
  )
  return { run, dialog }
}

interface Props {
  both: boolean
  onProven: () => void
  onClose: () => void
}
function Prove({ both, onProven, onClose }: Props) {
  const [fault, setFault] = useState<unknown>()
  const withCode = both || isProblem(fault, 'second_factor_required') || isProblem(fault, 'second_factor_invalid')
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const code = withCode ? String(form.get('code')).trim() : undefined
    server.proveAgain(String(form.get('password')), code).then(
      proof => {
        session.setToken(proof.access_token, proof.expires_in)
        onProven()
      },
      refused => setFault(refused),
    )
  }
  const other =
    fault !== undefined &&
    !(['invalid_credentials', 'second_factor_invalid', 'second_factor_required'] as const).some(code =>
      isProblem(fault, code),
    )
  return (
    <Dialog title={t('second.prove')} onClose={onClose}>
      <form onSubmit={submit}>
        <Stack>
          <Field
            name="password"
            type="password"
            label={t('login.password')}
            autoComplete="current-password"
            required
            error={isProblem(fault, 'invalid_credentials') ? t('security.wrong') : undefined}
          />
          {withCode && (
            <Field
              name="code"
              label={t('second.code')}
              autoComplete="one-time-code"
              required
              dir="ltr"
              error={isProblem(fault, 'second_factor_invalid') ? t('second.wrong') : undefined}
            />
          )}
          {other && <p role="alert">{faultText(fault)}</p>}
          <Button kind="primary" type="submit">
            {t('start.continue')}
          </Button>
        </Stack>
      </form>
    </Dialog>
  )
}
