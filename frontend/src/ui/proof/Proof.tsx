// A person who touches the ways to sign in is asked who they are, unless they said so a moment ago.
import { type FormEvent, type ReactNode, useState } from 'react'
import { t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import { Button } from '../button/Button'
import { Dialog } from '../dialog/Dialog'
import { Field } from '../field/Field'
import { Stack } from '../layout/Layout'
import { toast } from '../toasts/Toasts'

/** Asks the server for a fresh proof, and keeps it. */
type Ask = (password: string, code: string | undefined) => Promise<void>

const is = (fault: unknown, ...codes: string[]) =>
  codes.includes(String((fault as { code?: unknown } | undefined)?.code))

interface Proven {
  /** Done at once, or after the proof; what else goes wrong is said. */
  run: (work: () => Promise<unknown>) => void
  dialog: ReactNode
}

/** `both`: a code of the app is asked for as well; where that is not known, when the server wants it. */
export function useProof(ask: Ask, both = false): Proven {
  const [waiting, setWaiting] = useState<{ work: () => Promise<unknown> }>()
  const run = (work: () => Promise<unknown>) =>
    void work().catch(fault => {
      if (is(fault, 'reauth_required', 'second_factor_needed')) setWaiting({ work })
      else toast(faultText(fault))
    })
  const close = () => setWaiting(undefined)
  const dialog = waiting && (
    <Prove
      ask={ask}
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
  ask: Ask
  both: boolean
  onProven: () => void
  onClose: () => void
}
function Prove({ ask, both, onProven, onClose }: Props) {
  const [fault, setFault] = useState<unknown>()
  const withCode = both || is(fault, 'second_factor_required', 'second_factor_invalid')
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const code = withCode ? String(form.get('code')).trim() : undefined
    ask(String(form.get('password')), code).then(onProven, setFault)
  }
  const other =
    fault !== undefined && !is(fault, 'invalid_credentials', 'second_factor_invalid', 'second_factor_required')
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
            error={is(fault, 'invalid_credentials') ? t('security.wrong') : undefined}
          />
          {withCode && (
            <Field
              name="code"
              label={t('second.code')}
              autoComplete="one-time-code"
              required
              dir="ltr"
              error={is(fault, 'second_factor_invalid') ? t('second.wrong') : undefined}
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
