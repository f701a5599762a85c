// The second factor is an authenticator app, with recovery codes for when it is lost.
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useMemo, useState } from 'react'
import { encode } from 'uqr'
import { t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import type { components } from '@/protocol/openapi.gen'
import { isProblem } from '@/protocol/problem'
import * as server from '@/server/account'
import { Button } from '@/ui/button/Button'
import { Dialog } from '@/ui/dialog/Dialog'
import { Waiting } from '@/ui/empty-state/EmptyState'
import { Field } from '@/ui/field/Field'
import { Section, Stack } from '@/ui/layout/Layout'
import { toast } from '@/ui/toasts/Toasts'
import s from './second-factor.module.css'
import { useProven } from './useProven'

type New = components['schemas']['NewSecondFactor']
type Wish = 'set up' | 'renew' | 'remove'

export default function SecondFactor() {
  const query = useQuery(server.secondFactor)
  const [fresh, setFresh] = useState<New>()
  const [codes, setCodes] = useState<readonly string[]>()
  const proven = useProven(query.data?.enabled === true)

  const carryOut = async (wish: Wish) => {
    if (wish === 'set up') setFresh(await server.newSecondFactor())
    else if (wish === 'renew') setCodes((await server.newRecoveryCodes()).recovery_codes)
    else await server.removeSecondFactor()
    await query.refetch()
  }
  const run = (wish: Wish) => proven.run(() => carryOut(wish))

  return (
    <>
      <Section title={t('second.title')} />
      <Waiting of={query} fault={faultText} />
      {query.data && (
        <Stack>
          <p>{query.data.enabled ? t('second.on', { n: query.data.recovery_codes_left }) : t('second.off')}</p>
          {query.data.enabled ? (
            <>
              <Button onClick={() => run('renew')}>{t('second.renew')}</Button>
              <Button kind="danger" onClick={() => run('remove')}>
                {t('second.remove')}
              </Button>
            </>
          ) : (
            <Button kind="primary" onClick={() => run('set up')}>
              {t('second.setUp')}
            </Button>
          )}
        </Stack>
      )}
      {proven.dialog}
      {fresh && (
        <SetUp
          fresh={fresh}
          onClose={() => setFresh(undefined)}
          onDone={list => {
            setFresh(undefined)
            setCodes(list)
            void query.refetch()
          }}
        />
      )}
      {codes && <Codes codes={codes} onClose={() => setCodes(undefined)} />}
    </>
  )
}

interface SetUpProps {
  fresh: New
  onDone: (codes: readonly string[]) => void
  onClose: () => void
}
function SetUp({ fresh, onDone, onClose }: SetUpProps) {
  const [fault, setFault] = useState<unknown>()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const code = String(new FormData(event.currentTarget).get('code')).trim()
    server.verifySecondFactor(code).then(
      ({ recovery_codes }) => onDone(recovery_codes),
      refused => setFault(refused),
    )
  }
  return (
    <Dialog title={t('second.setUp')} onClose={onClose}>
      <p>{t('second.scan')}</p>
      <Picture text={fresh.uri} />
      <p>
        {t('second.type')}{' '}
        <code className={s.secret} dir="ltr">
          {fresh.secret.replaceAll(/.{4}(?=.)/g, '$& ')}
        </code>
      </p>
      <form onSubmit={submit}>
        <Stack>
          <Field
            name="code"
            label={t('second.code')}
            inputMode="numeric"
            autoComplete="one-time-code"
            required
            dir="ltr"
            error={
              fault === undefined
                ? undefined
                : isProblem(fault, 'second_factor_invalid')
                  ? t('second.wrong')
                  : faultText(fault)
            }
          />
          <Button kind="primary" type="submit">
            {t('second.confirm')}
          </Button>
        </Stack>
      </form>
    </Dialog>
  )
}

/** Dark on light in both themes: cameras expect it. */
function Picture({ text }: { text: string }) {
  const { size, path } = useMemo(() => {
    const { data, size } = encode(text, { ecc: 'M', border: 2 })
    const dots = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')))
    return { size, path: dots.join('') }
  }, [text])
  return (
    <svg className={s.picture} viewBox={`0 0 ${size} ${size}`} role="img" aria-label={t('second.picture')}>
      <path d={path} />
    </svg>
  )
}

function Codes({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  const copy = () =>
    void navigator.clipboard.writeText(codes.join('\n')).then(
      () => toast(t('message.copied')),
      () => toast(t('app.failed')),
    )
  return (
    <Dialog title={t('second.codes')} onClose={onClose}>
      <p>{t('second.codesText')}</p>
      <ul className={s.codes} dir="ltr">
        {codes.map(code => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <Stack>
        <Button onClick={copy}>{t('second.copy')}</Button>
        <Button kind="primary" onClick={onClose}>
          {t('second.kept')}
        </Button>
      </Stack>
    </Dialog>
  )
}
