// The synchronization gets time and chance passed in, so that tests move them.

export interface Clock {
  now(): number
  /** At least 0 and less than 1. */
  random(): number
  /** Runs once, so many milliseconds from now, unless it is canceled by what this returns. */
  after(ms: number, run: () => void): () => void
  /** Runs again and again until it is canceled. */
  every(ms: number, run: () => void): () => void
}

export const wallClock: Clock = {
  now: () => Date.now(),
  random: () => Math.random(),
  after(ms, run) {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
  every(ms, run) {
    const timer = setInterval(run, ms)
    return () => clearInterval(timer)
  },
}
