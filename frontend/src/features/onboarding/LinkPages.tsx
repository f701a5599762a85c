// Links of mails, texts and administrators lead a person who is not signed in to these pages: an invitation to
// register, an invitation of a friend, the way back into an account that another person changed, and a one-time way in.
import { useEffect, useState } from 'react'
import { t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import { Redirect, useNavigate, useParams } from '@/lib/router'
import { asProblem, type Problem } from '@/protocol/problem'
import type { Instance } from '@/protocol/types'
import * as server from '@/server/entry'
import { Button } from '@/ui/button/Button'
import { EmptyState } from '@/ui/empty-state/EmptyState'
import { Card } from './Card'
import s from './onboarding.module.css'
import { NewPassword } from './SignInForms'
import type { Onboarding } from './useOnboarding'

/** `/join/<code>`: the code of an operator is carried into the form. */
export function Join({ on }: { on: Onboarding }) {
  const { code = '' } = useParams()
  const { carry } = on
  const carried = on.way.invite === code
  // biome-ignore lint/correctness/useExhaustiveDependencies: the code of the link is carried once
  useEffect(() => carry({ invite: code }), [code])
  return carried ? <Redirect to="/signup" replace /> : <EmptyState title={t('app.loading')} />
}

/** What stands behind the `#` of a link. It leaves the address at once, so that it stays in no history. */
function useToken(path: string): string {
  const navigate = useNavigate()
  const [token] = useState(() => decodeURIComponent(location.hash.slice(1)))
  useEffect(() => {
    if (location.hash) navigate(path, { replace: true })
  }, [navigate, path])
  return token
}

/** `/first-admin#<token>`: an account that looks after the instance, whatever its mode. */
export function FirstAdmin({ on }: { on: Onboarding }) {
  const navigate = useNavigate()
  const token = useToken('/first-admin')
  if (!isAdminLink(token)) return <Redirect to="/signup" replace />
  return (
    <Card title={t('firstAdmin.title')} text={t('firstAdmin.text')}>
      <Button
        kind="primary"
        wide
        onClick={() => {
          on.carry({ invite: token })
          navigate('/signup/profile')
        }}
      >
        {t('start.new')}
      </Button>
    </Card>
  )
}

/** It opens the form where a code or an invitation would have to come first. */
export const isAdminLink = (invite: string | undefined) => invite?.startsWith('pal_') ?? false

type Inviter = Awaited<ReturnType<typeof server.invitation>>['inviter']

/** `/invite/<code>`: who invites, and the way to an account in which the two are friends. */
export function Invited({ on }: { on: Onboarding }) {
  const { code = '' } = useParams()
  const navigate = useNavigate()
  const [inviter, setInviter] = useState<Inviter>()
  const [problem, setProblem] = useState<Problem>()
  useEffect(() => {
    server.invitation(code).then(
      found => setInviter(found.inviter),
      fault => setProblem(asProblem(fault)),
    )
  }, [code])
  if (!inviter && !problem) return <EmptyState title={t('app.loading')} />
  const text = inviter ? t('invited.text') : problem?.code === 'not_found' ? t('invited.over') : faultText(problem)
  return (
    <Card title={inviter ? t('invited.title', { name: inviter.display_name }) : t('start.title')} text={text}>
      <div className={s.links}>
        <Button
          kind="primary"
          wide
          onClick={() => {
            if (inviter) on.carry({ invitation: code })
            navigate('/signup')
          }}
        >
          {t('start.new')}
        </Button>
        <Button kind="quiet" wide onClick={() => navigate('/login')}>
          {t('start.have')}
        </Button>
      </div>
    </Card>
  )
}

/** `/undo#<token>`: nothing happens before the person says so, since programs follow links as well. */
export function Undo() {
  const token = useToken('/undo')
  const [state, setState] = useState<'asking' | 'busy' | 'done'>('asking')
  const [problem, setProblem] = useState<Problem>()
  const take = () => {
    setState('busy')
    setProblem(undefined)
    server.undo(token).then(
      () => setState('done'),
      fault => {
        setState('asking')
        setProblem(asProblem(fault))
      },
    )
  }
  const over = !token || problem?.code === 'grant_invalid'
  if (state === 'done' || over) {
    return (
      <Card title={t('undo.title')}>
        <p className={over ? s.fault : s.good} role={over ? 'alert' : 'status'}>
          {over ? t('undo.over') : t('undo.done')}
        </p>
        <div className={s.links}>
          {/* A page of its own: the person who was signed in here is not any more. */}
          <Button kind="primary" wide onClick={() => location.assign(over ? '/login' : '/reset')}>
            {over ? t('app.signIn') : t('undo.reset')}
          </Button>
        </div>
      </Card>
    )
  }
  return (
    <Card title={t('undo.title')} text={t('undo.text')}>
      {problem && (
        <p className={s.fault} role="alert">
          {faultText(problem)}
        </p>
      )}
      <Button kind="primary" wide busy={state === 'busy'} onClick={take}>
        {t('undo.do')}
      </Button>
    </Card>
  )
}

/** `/way-in#<token>`: made by an administrator for a person who lost their ways in; it sets a new password, once. */
export function WayIn({ on, instance }: { on: Onboarding; instance?: Instance }) {
  const token = useToken('/way-in')
  const { carry } = on
  // biome-ignore lint/correctness/useExhaustiveDependencies: the token of the link is carried once
  useEffect(() => carry({ grant: token }), [token])
  const over = !token || on.problem?.code === 'grant_invalid'
  if (!over) return <NewPassword on={on} instance={instance} text={t('wayIn.text')} />
  return (
    <Card title={t('reset.title')}>
      <p className={s.fault} role="alert">
        {t('undo.over')}
      </p>
      <Button kind="primary" wide onClick={() => location.assign('/login')}>
        {t('app.signIn')}
      </Button>
    </Card>
  )
}
