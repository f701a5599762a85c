// The REST client is one typed `api`, and `ask`, which gives the answer's body or throws a Problem. It must not know
// where tokens come from; the session says so once.
import createClient from 'openapi-fetch'
import type { paths } from './openapi.gen'
import { asProblem, problemFrom } from './problem'

/** Where the API is: our own origin unless config.json names another. */
let base = ''
export const setBase = (next: string) => {
  base = next.replace(/\/$/, '')
}
export const apiUrl = (path: string) => `${base}${path}`
export const socketUrl = () => new URL(`${base}/api/v1/ws`, location.href).href.replace(/^http/, 'ws')

export interface Proof {
  /** A token that is still good, refreshed before if need be; null if no one is signed in. */
  token(): Promise<string | null>
  /** The server did not believe this token: is there a newer one? */
  renewed(refused: string): Promise<string | null>
}
let proof: Proof | undefined
export const setProof = (next: Proof) => {
  proof = next
}

// Proof comes first in these: they are asked before there is any, or to get it. Who is signed in asks for codes, too.
const OPEN = /^\/api\/v1\/(auth\/(?!codes$)|instance$|invitations\/[^/]+$|languages$|countries$)/

async function send(made: Request): Promise<Response> {
  const url = new URL(made.url)
  const request = base ? new Request(`${base}${url.pathname}${url.search}`, made) : made
  request.headers.set('X-Parlance-CSRF', '1')
  if (OPEN.test(url.pathname) || !proof) return fetch(request)
  const again = request.clone()
  const token = await proof.token()
  if (token) request.headers.set('Authorization', `Bearer ${token}`)
  const response = await fetch(request)
  if (response.status !== 401 || !token) return response
  const refusal: unknown = await response
    .clone()
    .json()
    .catch(() => undefined)
  const { code } = problemFrom(refusal, response.status)
  if (code !== 'token_expired' && code !== 'token_invalid') return response
  const newer = await proof.renewed(token)
  if (!newer) return response
  again.headers.set('Authorization', `Bearer ${newer}`)
  return fetch(again)
}

export const api = createClient<paths>({ fetch: send, credentials: 'include' })

type Answer<T> = { data?: T; error?: unknown; response: Response }

/** The body of a good answer; anything else is thrown as a Problem. */
export async function ask<T>(answer: Promise<Answer<T>>): Promise<T> {
  let found: Answer<T>
  try {
    found = await answer
  } catch (fault) {
    throw asProblem(fault)
  }
  if (found.response.ok) return found.data as T
  throw problemFrom(found.error, found.response.status)
}
