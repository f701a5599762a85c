// This page has the password, the second factor, and the other sessions.
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { formatMoment, t } from '@/i18n'
import { faultText, fieldText } from '@/i18n/fault'
import { chunk } from '@/lib/chunk'
import { isProblem } from '@/protocol/problem'
import * as server from '@/server/account'
import { instance as ofInstance } from '@/server/instance'
import { Button } from '@/ui/button/Button'
import { Waiting } from '@/ui/empty-state/EmptyState'
import { Field } from '@/ui/field/Field'
import { Later } from '@/ui/later/Later'
import { Line, Section, Stack } from '@/ui/layout/Layout'
import { personClass, TwoLines } from '@/ui/person/Person'
import { toast } from '@/ui/toasts/Toasts'

const SecondFactor = chunk(() => import('./SecondFactor'))
const LinkedAccounts = chunk(() => import('./LinkedAccounts'))
const SecurityEvents = chunk(() => import('./SecurityEvents'))

export function Security() {
  return (
    <>
      <ChangePassword />
      <Later>
        <SecondFactor />
        <LinkedAccounts />
        <SecurityEvents />
      </Later>
    </>
  )
}

function ChangePassword() {
  const [fault, setFault] = useState<unknown>()
  const instance = useQuery(ofInstance)
  const wrong = isProblem(fault, 'invalid_credentials')
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const data = new FormData(form)
    setFault(undefined)
    server.changePassword(String(data.get('current')), String(data.get('next'))).then(
      () => {
        form.reset()
        toast(t('security.changed'))
      },
      refused => setFault(refused),
    )
  }
  return (
    <form onSubmit={submit}>
      <Section title={t('security.password')} />
      <Stack>
        <Field
          name="current"
          type="password"
          label={t('security.current')}
          autoComplete="current-password"
          required
          error={wrong ? t('security.wrong') : undefined}
        />
        <Field
          name="next"
          type="password"
          label={t('security.next')}
          autoComplete="new-password"
          required
          hint={instance.data && t('profile.passwordHint', { n: instance.data.password.min_length })}
          error={
            fault && !wrong
              ? isProblem(fault)
                ? (fieldText(fault, '/password') ?? faultText(fault))
                : faultText(fault)
              : undefined
          }
        />
        <Button kind="primary" type="submit">
          {t('app.save')}
        </Button>
      </Stack>
    </form>
  )
}

/** The browser and the system, as far as the long name says. */
export function deviceName(agent: string | null): string {
  if (!agent) return t('sessions.unknown')
  const browser = /(Firefox|Edg|OPR|Chrome|Safari)\//.exec(agent)?.[1]
  const system = /(Windows|Android|iPhone|iPad|Mac OS X|Linux)/.exec(agent)?.[1]
  const known: Record<string, string> = { Edg: 'Edge', OPR: 'Opera', 'Mac OS X': 'macOS' }
  const names = [browser, system].flatMap(name => (name ? [known[name] ?? name] : []))
  return names.length ? names.join(' · ') : agent.slice(0, 60)
}

export function Sessions() {
  const query = useQuery(server.sessions)
  const run = (work: Promise<unknown>) =>
    void work.then(
      () => query.refetch(),
      fault => toast(faultText(fault)),
    )
  const items = [...(query.data?.items ?? [])].sort((a, b) => Number(b.current) - Number(a.current))
  return (
    <>
      <Waiting of={query} fault={faultText} />
      <ul>
        {items.map(session => (
          <Line key={session.id}>
            <span className={personClass}>
              <TwoLines>
                <strong>{deviceName(session.user_agent)}</strong>
                <small>
                  {session.current
                    ? t('sessions.this')
                    : t('sessions.last', { time: formatMoment(Date.parse(session.last_seen_at)) })}{' '}
                  · <bdi>{session.address_prefix}</bdi>
                </small>
              </TwoLines>
            </span>
            {!session.current && (
              <Button onClick={() => run(server.endSession(session.id))}>{t('sessions.end')}</Button>
            )}
          </Line>
        ))}
      </ul>
      {items.length > 1 && (
        <Stack>
          <Button kind="danger" onClick={() => run(server.endOthers())}>
            {t('sessions.endAll')}
          </Button>
        </Stack>
      )}
    </>
  )
}
