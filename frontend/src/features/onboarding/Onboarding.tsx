// The way in holds every page before the sign-in.
import { useEffect, useState } from 'react'
import { setInstanceName, t } from '@/i18n'
import { Redirect, Route, Switch, useParams, useSearchParams } from '@/lib/router'
import { apiUrl } from '@/protocol/http'
import type { Instance, Purpose } from '@/protocol/types'
import * as server from '@/server/entry'
import { EmptyState } from '@/ui/empty-state/EmptyState'
import { setLogo } from '@/ui/logo/logo'
import { Card, Fault } from './Card'
import { FirstAdmin, Invited, isAdminLink, Join, Undo, WayIn } from './LinkPages'
import { ProfileForm } from './ProfileForm'
import { Code, NewPassword, Password, SecondStep } from './SignInForms'
import { Start } from './Start'
import { useOnboarding, type Onboarding as Way } from './useOnboarding'

interface Known {
  instance?: Instance
  /** The instance answered, or could not be reached. */
  settled: boolean
  providers: ReadonlyArray<{ name: string; label: string }>
  languages: readonly string[]
  countries: readonly string[]
}

/** What the instance says of itself to a person who is not signed in. */
function useKnown(): Known {
  const [known, setKnown] = useState<Known>({ settled: false, providers: [], languages: [], countries: [] })
  useEffect(() => {
    const learn = (more: Partial<Known>) => setKnown(now => ({ ...now, ...more }))
    // What cannot be asked now is asked again with the next step; the first page works without.
    server.instance().then(
      instance => {
        setInstanceName(instance.name)
        if (instance.logo) setLogo(apiUrl(instance.logo))
        learn({ instance, settled: true })
      },
      () => learn({ settled: true }),
    )
    server.providers().then(
      ({ items }) => learn({ providers: items }),
      () => undefined,
    )
    server.languages().then(
      ({ items }) => learn({ languages: items.map(({ code }) => code) }),
      () => undefined,
    )
    server.countries().then(
      ({ items }) => learn({ countries: items.map(({ code }) => code) }),
      () => undefined,
    )
  }, [])
  return known
}

export default function Onboarding({ first }: { first: string }) {
  const on = useOnboarding()
  const known = useKnown()
  const begun = on.way.challenge !== undefined
  const granted = on.way.grant !== undefined || on.way.identityGrant !== undefined
  const { instance } = known
  const free =
    isAdminLink(on.way.invite) ||
    instance?.registration === 'open' ||
    (instance?.registration === 'invite' && on.way.invite)
  const common = { on, instance: known.instance, providers: known.providers }
  // What the first form asks for depends on the instance. A field that came in later would move the button from under
  // the pointer, so nothing is shown before.
  const start = (purpose: Purpose) =>
    known.settled ? <Start key={purpose} {...common} purpose={purpose} /> : <EmptyState title={t('app.loading')} />
  return (
    <Switch>
      <Route path="/signup">{start('register')}</Route>
      <Route path="/signup/code">{begun ? <Code on={on} /> : <Redirect to="/signup" replace />}</Route>
      <Route path="/signup/profile">
        {instance && (granted || free) && known.languages.length > 0 ? (
          <ProfileForm on={on} instance={instance} languages={known.languages} countries={known.countries} />
        ) : (
          <Redirect to="/signup" replace />
        )}
      </Route>
      <Route path="/login">
        <Password {...common} />
      </Route>
      <Route path="/login/code">{start('sign_in')}</Route>
      <Route path="/login/verify">{begun ? <Code on={on} /> : <Redirect to="/login" replace />}</Route>
      <Route path="/login/second">{on.way.mfaToken ? <SecondStep on={on} /> : <Redirect to="/login" replace />}</Route>
      <Route path="/reset">{start('reset_password')}</Route>
      <Route path="/reset/code">{begun ? <Code on={on} /> : <Redirect to="/reset" replace />}</Route>
      <Route path="/reset/password">
        {/* The grant is spent a moment before the page is left. */}
        {granted || on.way.told === 'reset' ? (
          <NewPassword on={on} instance={known.instance} />
        ) : (
          <Redirect to="/reset" replace />
        )}
      </Route>
      <Route path="/join/:code">
        <Join on={on} />
      </Route>
      <Route path="/invite/:code">
        <Invited on={on} />
      </Route>
      <Route path="/first-admin">
        <FirstAdmin on={on} />
      </Route>
      <Route path="/undo">
        <Undo />
      </Route>
      <Route path="/way-in">
        <WayIn on={on} instance={known.instance} />
      </Route>
      <Route path="/oauth/:provider/callback">
        <OauthCallback on={on} />
      </Route>
      <Route path="*">
        <Redirect to={first} replace />
      </Route>
    </Switch>
  )
}

function OauthCallback({ on }: { on: Way }) {
  const { provider = '' } = useParams()
  const [query] = useSearchParams()
  const code = query.get('code')
  const state = query.get('state')
  // biome-ignore lint/correctness/useExhaustiveDependencies: a code is good once
  useEffect(() => {
    if (code && state) void on.completeOauth(provider, { code, state, iss: query.get('iss') ?? undefined })
  }, [])
  if (!code || !state || on.problem) {
    return (
      <Card title={t('oauth.failed')}>
        <Fault problem={on.problem} />
        <a href="/login">{t('app.signIn')}</a>
      </Card>
    )
  }
  return <EmptyState title={t('app.loading')} />
}
