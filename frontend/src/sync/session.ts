// Who is signed in here. The access token lives in memory; the refresh token is a cookie no script can read. One tab at
// a time refreshes, and tells the others.
import { api, ask, setProof } from '@/protocol/http'
import { asProblem, type Problem } from '@/protocol/problem'
import type { Me, Session } from '@/protocol/types'
import { change, read } from '@/store/store'
import { hear, say } from './channel'

/** Remembers that a refresh is worth trying, so that strangers are not greeted with a refused request. */
const FLAG = 'parlance.signed-in'
/** A token is renewed so long before it runs out, or in the last quarter of a short life. */
const EARLY_MS = 60_000

interface Token {
  readonly value: string
  readonly until: number
  readonly early: number
}

let token: Token | undefined
let refreshing: Promise<string | null> | undefined
const enders = new Set<(ended: boolean) => void>()

/** Runs when the session is over; `ended` if it was not this browser that ended it. */
export const onSignedOut = (run: (ended: boolean) => void) => enders.add(run)

export const mayBeSignedIn = () => {
  try {
    return localStorage.getItem(FLAG) !== null
  } catch {
    return false
  }
}

function take(session: Session) {
  setToken(session.access_token, session.expires_in)
  change(state => ({ ...state, account: 'in', me: session.user, sessionId: session.session_id }))
}

/** A session that was just made, by any way of signing in. */
export function signIn(session: Session) {
  try {
    localStorage.setItem(FLAG, '1')
  } catch {
    // Then the next visit begins at the sign-in.
  }
  take(session)
  say({ kind: 'session', session })
}

export function setMe(me: Me) {
  change(state => ({ ...state, me }))
}

/** A proof that was made fresh, by saying the password again. */
export function setToken(value: string, expiresIn: number) {
  const life = expiresIn * 1000
  token = { value, until: Date.now() + life, early: Math.min(EARLY_MS, life / 4) }
}

function fresh(): string | undefined {
  return token && token.until - Date.now() > token.early ? token.value : undefined
}

/** A token later than the one in use, for a socket whose proof runs out. */
export const renewedToken = () => accessToken(token?.value)

/** A good access token; null if nobody is signed in. Throws when the server cannot be reached. */
export async function accessToken(refused?: string): Promise<string | null> {
  const known = fresh()
  if (known && known !== refused) return known
  if (!mayBeSignedIn()) return null
  refreshing ??= alone(() => refresh(refused)).finally(() => {
    refreshing = undefined
  })
  return refreshing
}

async function refresh(refused?: string): Promise<string | null> {
  // Another tab may have done it while this one waited for its turn.
  const known = fresh()
  if (known && known !== refused) return known
  try {
    const session = await ask(api.POST('/api/v1/auth/refresh', { body: {} }))
    signIn(session)
    return session.access_token
  } catch (fault) {
    const problem: Problem = asProblem(fault)
    if (problem.status === 401 || problem.status === 403) {
      signedOut(true)
      return null
    }
    // A token that has not run out is better than none.
    if (token && token.until > Date.now() && token.value !== refused) return token.value
    throw problem
  }
}

async function alone(work: () => Promise<string | null>): Promise<string | null> {
  if (typeof navigator === 'undefined' || !navigator.locks) return work()
  return navigator.locks.request('parlance-refresh', work)
}

/** Throws while the session may still stand: whoever reads "signed out" leaves the device to others. */
export async function signOut() {
  try {
    await ask(api.POST('/api/v1/auth/logout', { body: {} }))
  } catch (fault) {
    if (asProblem(fault).status !== 401) throw fault
  }
  signedOut(false)
}

export function signedOut(ended: boolean, told = false) {
  if (read().account === 'out' || read().account === 'ended') return
  token = undefined
  try {
    localStorage.removeItem(FLAG)
  } catch {
    // Nothing was written either.
  }
  change(state => ({ ...state, account: ended ? 'ended' : 'out' }))
  if (!told) say({ kind: 'signed-out', ended })
  for (const run of enders) run(ended)
}

hear(word => {
  if (word.kind === 'session') take(word.session)
  if (word.kind === 'signed-out') signedOut(word.ended, true)
})

setProof({ token: () => accessToken(), renewed: refused => accessToken(refused) })
