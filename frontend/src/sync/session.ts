// The session knows who is signed in here. The access token lives in memory; the refresh token is a cookie no script
// can read. One tab at a time refreshes, and tells the others.
import { asProblem, type Problem } from '@/protocol/problem'
import type { Me, Session } from '@/protocol/types'
import type { Store } from '@/store/store'
import type { Channel } from './channel'
import type { Clock } from './clock'
import { createSignal } from './signal'

/** A token is renewed so long before it runs out, or in the last quarter of a short life. */
const EARLY_MS = 60_000

interface Token {
  readonly value: string
  readonly until: number
  readonly early: number
}

export interface SessionParts {
  readonly store: Store
  readonly channel: Channel
  readonly clock: Clock
  readonly rest: { refresh(): Promise<Session>; logOut(): Promise<void> }
  /** Remembers that a refresh is worth trying, so that strangers are not greeted with a refused request. */
  readonly flag: { raised(): boolean; raise(): void; lower(): void }
  /** Runs while no other tab does the same. */
  alone<T>(work: () => Promise<T>): Promise<T>
}

export class SessionControl {
  private token: Token | undefined
  private refreshing: Promise<string | null> | undefined
  private readonly over = createSignal<[ended: boolean]>()

  constructor(private readonly parts: SessionParts) {
    parts.channel.hear(word => {
      if (word.kind === 'session') this.take(word.session)
      if (word.kind === 'signed-out') this.signedOut(word.ended, true)
    })
  }

  /** Runs when the session is over; `ended` if it was not this browser that ended it. */
  onSignedOut(run: (ended: boolean) => void) {
    return this.over.on(run)
  }

  mayBeSignedIn(): boolean {
    return this.parts.flag.raised()
  }

  /** A session that was just made, by any way of signing in. */
  signIn(made: Session) {
    this.parts.flag.raise()
    this.take(made)
    this.parts.channel.say({ kind: 'session', session: made })
  }

  readonly setMe = (me: Me) => this.parts.store.change(state => ({ ...state, me }))

  /** A proof that was made fresh, by giving the password again. */
  setToken(value: string, expiresIn: number) {
    const life = expiresIn * 1000
    this.token = { value, until: this.parts.clock.now() + life, early: Math.min(EARLY_MS, life / 4) }
  }

  /** A token later than the one in use, for a socket whose proof runs out. */
  renewedToken(): Promise<string | null> {
    return this.accessToken(this.token?.value)
  }

  /** A good access token; null if this browser is not signed in. Throws when the server cannot be reached. */
  async accessToken(refused?: string): Promise<string | null> {
    const known = this.unexpired()
    if (known && known !== refused) return known
    if (!this.mayBeSignedIn()) return null
    this.refreshing ??= this.parts
      .alone(() => this.refresh(refused))
      .finally(() => {
        this.refreshing = undefined
      })
    return this.refreshing
  }

  /** Throws while the session may still be open: a person who reads "signed out" leaves the device to others. */
  async signOut() {
    try {
      await this.parts.rest.logOut()
    } catch (fault) {
      if (asProblem(fault).status !== 401) throw fault
    }
    this.signedOut(false)
  }

  signedOut(ended: boolean, byOtherTab = false) {
    const { store, channel, flag } = this.parts
    const { account } = store.read()
    if (account === 'out' || account === 'ended') return
    this.token = undefined
    flag.lower()
    store.change(state => ({ ...state, account: ended ? 'ended' : 'out' }))
    if (!byOtherTab) channel.say({ kind: 'signed-out', ended })
    this.over.emit(ended)
  }

  private take(made: Session) {
    this.setToken(made.access_token, made.expires_in)
    this.parts.store.change(state => ({ ...state, account: 'in', me: made.user, sessionId: made.session_id }))
  }

  private unexpired(): string | undefined {
    const { token } = this
    return token && token.until - this.parts.clock.now() > token.early ? token.value : undefined
  }

  private async refresh(refused?: string): Promise<string | null> {
    // Another tab may have done it while this one waited for its turn.
    const known = this.unexpired()
    if (known && known !== refused) return known
    try {
      const made = await this.parts.rest.refresh()
      this.signIn(made)
      return made.access_token
    } catch (fault) {
      const problem: Problem = asProblem(fault)
      if (problem.status === 401 || problem.status === 403) {
        this.signedOut(true)
        return null
      }
      // A token that has not run out is better than none.
      const { token } = this
      if (token && token.until > this.parts.clock.now() && token.value !== refused) return token.value
      throw problem
    }
  }
}
