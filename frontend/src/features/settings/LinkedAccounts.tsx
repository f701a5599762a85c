// A person can sign in with other providers beside the password; this page links them, and takes the way back from one
// of them.
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { formatMoment, t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import { useNavigate, useParams, useSearchParams } from '@/lib/router'
import * as server from '@/server/account'
import * as entry from '@/server/entry'
import { providers as ofInstance } from '@/server/instance'
import { Button } from '@/ui/button/Button'
import { EmptyState } from '@/ui/empty-state/EmptyState'
import { Line, Section } from '@/ui/layout/Layout'
import { personClass, TwoLines } from '@/ui/person/Person'
import { toast } from '@/ui/toasts/Toasts'
import { useProven } from './useProven'

export default function LinkedAccounts() {
  const providers = useQuery(ofInstance)
  const mine = useQuery(server.identities)
  const proven = useProven()
  const offered = providers.data?.items ?? []
  const linked = mine.data?.items ?? []
  if (!mine.data || (offered.length === 0 && linked.length === 0)) return null
  // One that the instance offers no more can still be unlinked.
  const gone = linked.filter(one => !offered.some(({ name }) => name === one.provider))
  const all = [...offered, ...gone.map(({ provider }) => ({ name: provider, label: provider }))]
  const unlink = (name: string) =>
    proven.run(async () => {
      await server.unlink(name)
      await mine.refetch()
    })
  const go = (name: string) =>
    entry.startOauth(name).then(
      ({ authorize_url }) => location.assign(authorize_url),
      fault => toast(faultText(fault)),
    )
  return (
    <>
      <Section title={t('linked.title')} />
      <ul>
        {all.map(({ name, label }) => {
          const since = linked.find(({ provider }) => provider === name)?.linked_at
          return (
            <Line key={name}>
              <span className={personClass}>
                <TwoLines>
                  <strong>{label}</strong>
                  <small>
                    {since ? t('linked.since', { time: formatMoment(Date.parse(since)) }) : t('linked.not')}
                  </small>
                </TwoLines>
              </span>
              {since ? (
                <Button onClick={() => unlink(name)}>{t('linked.unlink')}</Button>
              ) : (
                <Button onClick={() => void go(name)}>{t('linked.link')}</Button>
              )}
            </Line>
          )
        })}
      </ul>
      {proven.dialog}
    </>
  )
}

/** Where a provider sends back a person who is signed in already. */
export function LinkBack() {
  const { provider = '' } = useParams()
  const [query] = useSearchParams()
  const navigate = useNavigate()
  const proven = useProven()
  // biome-ignore lint/correctness/useExhaustiveDependencies: a code is good once
  useEffect(() => {
    const [code, state, iss] = ['code', 'state', 'iss'].map(name => query.get(name) ?? undefined)
    const back = (text: string) => {
      toast(text)
      navigate('/settings/security', { replace: true })
    }
    if (!code || !state) return back(t('oauth.failed'))
    entry.completeOauth(provider, { code, state, iss }).then(
      answer => {
        const grant = 'grant' in answer ? answer.grant : undefined
        if (!grant) return back(t('linked.taken'))
        proven.run(async () => {
          await server.link(grant)
          back(t('linked.done'))
        })
      },
      fault => back(faultText(fault)),
    )
  }, [])
  return (
    <>
      <EmptyState title={t('app.loading')} />
      {proven.dialog}
    </>
  )
}
