// A person's own events overtake answers: what was asked for before one came may be older than it, and would take it
// back.

/** After so many answers in a row that were overtaken the last one is taken. */
const MOST_AGAIN = 5

export interface FreshAnswers {
  /** An event of mine came, and is in the state. */
  overtaken(): void
  /** Asks until no event of mine comes between question and answer. */
  ask<T>(question: () => Promise<T>): Promise<T>
}

export function createFreshAnswers(): FreshAnswers {
  let events = 0
  return {
    overtaken() {
      events += 1
    },
    async ask(question) {
      for (let again = 0; ; again += 1) {
        const before = events
        const answer = await question()
        if (events === before || again === MOST_AGAIN) return answer
      }
    },
  }
}
