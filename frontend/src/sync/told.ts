// Events of mine overtake answers: what was asked for before one came may be older than it, and would take it back.

/** So many are told in a row to nobody; then the last answer stands. */
const MOST_AGAIN = 5

let told = 0

/** A change of mine was told, and is in the state. */
export function personalTold() {
  told += 1
}

/** An answer that no change of mine has overtaken. */
export async function whileNothingIsTold<T>(ask: () => Promise<T>): Promise<T> {
  for (let again = 0; ; again += 1) {
    const before = told
    const answer = await ask()
    if (told === before || again === MOST_AGAIN) return answer
  }
}
