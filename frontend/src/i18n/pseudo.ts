// The pseudo-locale is for tests: accented, longer by two fifths and in brackets, so that texts which are not in the
// catalogue, and boxes that are too small, can be seen.

const ACCENTS: Record<string, string> = {
  a: 'á',
  e: 'é',
  i: 'í',
  o: 'ó',
  u: 'ú',
  c: 'ç',
  n: 'ñ',
  s: 'š',
  y: 'ý',
  A: 'Á',
  E: 'É',
  I: 'Í',
  O: 'Ó',
  U: 'Ú',
}

export function pseudo(message: string): string {
  let depth = 0
  let letters = 0
  const text = Array.from(message, char => {
    if (char === '{') depth += 1
    if (char === '}') depth -= 1
    // Inside one brace are names and keywords; inside two is text again.
    if (depth % 2 === 1 || char === '}') return char
    letters += 1
    return ACCENTS[char] ?? char
  }).join('')
  return `[${text}${'~'.repeat(Math.ceil(letters * 0.4))}]`
}
