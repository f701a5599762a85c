// A person signs in with an address and a number; here they are added, changed and removed, each with a code that
// proves it.
import { type FormEvent, useState } from 'react'
import { t } from '@/i18n'
import { faultText, fieldText } from '@/i18n/fault'
import { isProblem } from '@/protocol/problem'
import * as server from '@/server/account'
import { verify } from '@/server/entry'
import { useStore } from '@/store/store'
import { session } from '@/sync/browser/session'
import { Button } from '@/ui/button/Button'
import { Confirm, Dialog, DialogButtons } from '@/ui/dialog/Dialog'
import { Field } from '@/ui/field/Field'
import { Line, Section, Stack } from '@/ui/layout/Layout'
import { personClass, TwoLines } from '@/ui/person/Person'
import { toast } from '@/ui/toasts/Toasts'
import { useProven } from './useProven'

const KINDS = ['email', 'phone'] as const

export default function Identifiers() {
  const me = useStore(state => state.me)
  const [changing, setChanging] = useState<server.Kind>()
  const [removing, setRemoving] = useState<server.Kind>()
  const proven = useProven()
  if (!me) return null
  const remove = (kind: server.Kind) => proven.run(async () => session.setMe(await server.removeIdentifier(kind)))
  const set = (kind: server.Kind, grant: string) =>
    proven.run(async () => {
      session.setMe(await server.setIdentifier(kind, grant))
      toast(t('app.saved'))
    })
  return (
    <>
      <Section title={t('identifiers.title')} />
      <ul>
        {KINDS.map(kind => (
          <Line key={kind}>
            <span className={personClass}>
              <TwoLines>
                <strong>{t(`identifiers.${kind}`)}</strong>
                <small>
                  <bdi>{me[kind] ?? t('identifiers.none')}</bdi>
                </small>
              </TwoLines>
            </span>
            {me[kind] && (
              <Button kind="quiet" onClick={() => setRemoving(kind)}>
                {t('identifiers.remove')}
              </Button>
            )}
            <Button onClick={() => setChanging(kind)}>
              {me[kind] ? t('identifiers.change') : t('identifiers.add')}
            </Button>
          </Line>
        ))}
      </ul>
      {changing && (
        <Change
          kind={changing}
          onClose={() => setChanging(undefined)}
          onProven={grant => {
            setChanging(undefined)
            set(changing, grant)
          }}
        />
      )}
      {removing && (
        <Confirm
          title={t(`identifiers.${removing}`)}
          text={t('identifiers.removeText', { identifier: me[removing] ?? '' })}
          action={t('identifiers.remove')}
          onClose={() => setRemoving(undefined)}
          onConfirm={() => remove(removing)}
        />
      )}
      {proven.dialog}
    </>
  )
}

interface Props {
  kind: server.Kind
  onProven: (grant: string) => void
  onClose: () => void
}
function Change({ kind, onProven, onClose }: Props) {
  const [challenge, setChallenge] = useState<Awaited<ReturnType<typeof server.confirmIdentifier>>>()
  const [fault, setFault] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const typed = (name: string) => String(form.get(name) ?? '').trim()
    setFault(undefined)
    setBusy(true)
    try {
      if (challenge) onProven((await verify(challenge.challenge_id, typed('code'))).grant)
      else setChallenge(await server.confirmIdentifier(typed('identifier')))
    } catch (refused) {
      setFault(refused)
    } finally {
      setBusy(false)
    }
  }
  const wrong = isProblem(fault, 'otp_invalid_or_expired')
  const said = fault === undefined ? undefined : fieldText(fault, '/identifier')
  const error = fault === undefined ? undefined : wrong ? t('code.wrong') : (said ?? faultText(fault))
  return (
    <Dialog title={t(`identifiers.${kind}`)} onClose={onClose}>
      <form onSubmit={event => void submit(event)}>
        <Stack>
          {challenge ? (
            <Field
              key="code"
              name="code"
              label={t('code.label')}
              hint={t('code.sent', { target: challenge.masked })}
              inputMode="numeric"
              autoComplete="one-time-code"
              required
              dir="ltr"
              error={error}
            />
          ) : (
            <Field
              key="identifier"
              name="identifier"
              type={kind === 'email' ? 'email' : 'tel'}
              label={t(`identifiers.new_${kind}`)}
              autoComplete={kind === 'email' ? 'email' : 'tel'}
              required
              dir="ltr"
              error={error}
            />
          )}
        </Stack>
        <DialogButtons onClose={onClose}>
          <Button kind="primary" type="submit" busy={busy}>
            {t('start.continue')}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  )
}
