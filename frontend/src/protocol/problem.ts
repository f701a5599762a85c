// A problem is a rejected request, or the lack of an answer, as the rest of the application sees it.
import type { ProblemBody, ProblemCode } from './types'

/** `offline`: there was no answer at all, so nothing is known about what became of the request. */
export type FaultCode = ProblemCode | 'offline'

export class Problem extends Error {
  readonly code: FaultCode
  readonly status: number
  readonly body: Partial<ProblemBody>

  constructor(code: FaultCode, status: number, body: Partial<ProblemBody> = {}) {
    super(body.detail ?? code)
    this.name = 'Problem'
    this.code = code
    this.status = status
    this.body = body
  }

  /** Seconds to wait, where the server named them. */
  get retryAfter(): number | undefined {
    return this.body.retry_after
  }

  /** Whether the same request may succeed later unchanged. */
  get passing(): boolean {
    return this.code === 'offline' || this.code === 'rate_limited' || this.status >= 500
  }
}

export const isProblem = (fault: unknown, code?: FaultCode): fault is Problem =>
  fault instanceof Problem && (code === undefined || fault.code === code)

/** Any thrown thing as a problem: what `fetch` throws means that there was no answer. */
export function asProblem(fault: unknown): Problem {
  if (fault instanceof Problem) return fault
  return new Problem('offline', 0, { detail: String(fault) })
}

export function problemFrom(body: unknown, status: number): Problem {
  if (typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string') {
    const problem = body as Partial<ProblemBody> & { code: ProblemCode }
    return new Problem(problem.code, problem.status ?? status, problem)
  }
  return new Problem(status >= 500 ? 'unavailable' : 'internal', status)
}
