// This hook knows how far a person has come on the way in. Nothing of it outlives the page, so a half-made account
// leaves no trace.
import { type Dispatch, type SetStateAction, useState } from 'react'
import { useNavigate } from '@/lib/router'
import { asProblem, isProblem, type Problem } from '@/protocol/problem'
import type { Challenge, Purpose, Session } from '@/protocol/types'
import * as server from '@/server/entry'
import { session } from '@/sync/browser/session'

export interface Way {
  readonly purpose: Purpose
  readonly identifier: string
  readonly challenge?: Challenge
  readonly grant?: string
  /** A grant of another provider, whose account has no profile here yet. */
  readonly identityGrant?: string
  readonly mfaToken?: string
  /** What lets a person in where the instance is closed to others. */
  readonly invite?: string
  /** The code of a friend's letter. */
  readonly invitation?: string
  /** What became of the way before this one. */
  readonly told?: 'reset' | 'link'
}

const CODE_PAGE: Partial<Record<Purpose, string>> = {
  register: '/signup/code',
  sign_in: '/login/verify',
  reset_password: '/reset/code',
}
const NEXT_PAGE: Partial<Record<Purpose, string>> = { register: '/signup/profile', reset_password: '/reset/password' }

/** What a link carried stays, whichever way is taken from there. */
const kept = ({ invite, invitation }: Way) => ({ invite, invitation })

export function useOnboarding() {
  const navigate = useNavigate()
  const [way, setWay] = useState<Way>({ purpose: 'register', identifier: '' })
  const [problem, setProblem] = useState<Problem>()
  const [busy, setBusy] = useState(false)
  // A person who followed a link gets there after signing in.
  const [wanted] = useState(location.pathname)

  async function attempt(work: () => Promise<void>) {
    setBusy(true)
    setProblem(undefined)
    try {
      await work()
    } catch (fault) {
      const found = asProblem(fault)
      if (isProblem(found, 'second_factor_required') && found.body.mfa_token) {
        setWay(now => ({ ...now, mfaToken: found.body.mfa_token }))
        navigate('/login/second')
      } else setProblem(found)
    } finally {
      setBusy(false)
    }
  }

  function enter(made: Session) {
    session.signIn(made)
    navigate(/^\/(i|c|u|invite)\//.test(wanted) && !way.invitation ? wanted : '/', { replace: true })
  }

  const forget = () => setProblem(undefined)
  const steps: Steps = { way, setWay, navigate, forget, attempt, enter }
  return {
    way,
    problem,
    busy,
    forget,
    carry: (more: Pick<Way, 'invite' | 'invitation' | 'grant'>) => setWay(now => ({ ...now, ...more })),
    ...codeSteps(steps),
    ...signInSteps(steps),
    ...oauthSteps(steps),
  }
}

/** What a step of the way may use. */
interface Steps {
  readonly way: Way
  readonly setWay: Dispatch<SetStateAction<Way>>
  readonly navigate: (path: string) => void
  readonly forget: () => void
  readonly attempt: (work: () => Promise<void>) => Promise<void>
  readonly enter: (made: Session) => void
}

/** A code goes to an address or number, and proves it. */
function codeSteps({ way, setWay, navigate, forget, attempt, enter }: Steps) {
  return {
    sendCode: (purpose: Purpose, identifier: string) =>
      attempt(async () => {
        const challenge = await server.sendCode(purpose, identifier)
        setWay(now => ({ ...kept(now), purpose, identifier, challenge }))
        navigate(CODE_PAGE[purpose] ?? '/login')
      }),
    /** Where an account can be had without a code. */
    withoutCode: () => {
      forget()
      setWay(now => ({ ...kept(now), purpose: 'register', identifier: '' }))
      navigate('/signup/profile')
    },
    resend: () =>
      attempt(async () => {
        if (!way.challenge) return
        const challenge = await server.resend(way.challenge.challenge_id)
        setWay(now => ({ ...now, challenge }))
      }),
    verify: (code: string) =>
      attempt(async () => {
        if (!way.challenge) return
        const { grant } = await server.verify(way.challenge.challenge_id, code)
        if (way.purpose === 'sign_in') return enter(await server.loginByCode(grant))
        setWay(now => ({ ...now, grant }))
        navigate(NEXT_PAGE[way.purpose] ?? '/login')
      }),
  }
}

/** A session begins, with a new account, a password or a second factor; or the password is set anew. */
function signInSteps({ way, setWay, navigate, attempt, enter }: Steps) {
  return {
    register: (body: server.Registration) =>
      attempt(async () =>
        enter(
          await server.register({
            ...body,
            grant: way.grant,
            identity_grant: way.identityGrant,
            // What was typed last counts.
            ...((body.invite ?? way.invite) ? { invite: body.invite ?? way.invite } : {}),
            ...(way.invitation ? { invitation: way.invitation } : {}),
          }),
        ),
      ),
    login: (identifier: string, password: string) =>
      attempt(async () => enter(await server.login(identifier, password))),
    secondFactor: (code: string) =>
      attempt(async () => {
        if (way.mfaToken) await enter(await server.secondFactor(way.mfaToken, code))
      }),
    reset: (password: string) =>
      attempt(async () => {
        if (!way.grant) return
        await server.reset(way.grant, password)
        setWay({ purpose: 'sign_in', identifier: way.identifier, told: 'reset' })
        navigate('/login')
      }),
  }
}

/** Another provider says who the person is. */
function oauthSteps({ setWay, navigate, attempt, enter }: Steps) {
  return {
    oauth: (name: string) =>
      attempt(async () => {
        const { authorize_url } = await server.startOauth(name)
        location.assign(authorize_url)
      }),
    completeOauth: (name: string, back: server.Back) =>
      attempt(async () => {
        const answer = await server.completeOauth(name, back)
        if ('access_token' in answer) return enter(answer)
        if (answer.outcome === 'link_required') {
          setWay({ purpose: 'sign_in', identifier: answer.email ?? '', told: 'link' })
          return navigate('/login')
        }
        setWay(now => ({
          ...kept(now),
          purpose: 'register',
          identifier: answer.email ?? '',
          identityGrant: answer.grant,
        }))
        navigate('/signup/profile')
      }),
  }
}

export type Onboarding = ReturnType<typeof useOnboarding>
