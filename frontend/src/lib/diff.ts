// This compares two versions of a text word by word, in every script: what was removed, what was added in its place, and
// what is the same. Pure.

export type Piece =
  | { readonly kind: 'same'; readonly text: string }
  | { readonly kind: 'change'; readonly removed: string; readonly added: string }

/** More pairs of words than this are not compared: the texts have little in common by then. */
const MOST_PAIRS = 4_000_000

const words = new Intl.Segmenter(undefined, { granularity: 'word' })
const isSpace = (text: string) => text.trim() === ''

/** Words with the punctuation that touches them, and the spaces between. */
function tokens(text: string): readonly string[] {
  const all: string[] = []
  let opening = ''
  for (const { segment, isWordLike } of words.segment(text)) {
    const last = all.at(-1)
    if (isSpace(segment)) {
      if (opening) all.push(opening)
      opening = ''
      all.push(segment)
    } else if (isWordLike) {
      all.push(opening + segment)
      opening = ''
    } else if (opening || last === undefined || isSpace(last)) opening += segment
    else all[all.length - 1] = last + segment
  }
  if (opening) all.push(opening)
  return all
}

export function diff(before: string, after: string): readonly Piece[] {
  const [a, b] = [tokens(before), tokens(after)]
  return merged(a.length * b.length > MOST_PAIRS ? [{ kind: 'change', removed: before, added: after }] : raw(a, b))
}

/** How many places differ. */
export const changes = (pieces: readonly Piece[]) => pieces.filter(({ kind }) => kind === 'change').length

/** The longest common run of tokens stays; the rest was removed or added. */
function raw(a: readonly string[], b: readonly string[]): readonly Piece[] {
  const width = b.length + 1
  const longest = new Uint16Array((a.length + 1) * width)
  const at = (i: number, j: number) => longest[i * width + j] ?? 0
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1)
      longest[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  const pieces: Piece[] = []
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      pieces.push({ kind: 'same', text: a[i] ?? '' })
      i += 1
      j += 1
    } else if (j >= b.length || (i < a.length && at(i + 1, j) >= at(i, j + 1))) {
      pieces.push({ kind: 'change', removed: a[i] ?? '', added: '' })
      i += 1
    } else {
      pieces.push({ kind: 'change', removed: '', added: b[j] ?? '' })
      j += 1
    }
  }
  return pieces
}

/** Changes that touch, or that only a space parts, are one; spaces at their ends belong to neither side. */
function merged(pieces: readonly Piece[]): readonly Piece[] {
  const joined: Piece[] = []
  pieces.forEach((piece, index) => {
    const last = joined.at(-1)
    const next = pieces[index + 1]
    const bridge = piece.kind === 'same' && isSpace(piece.text) && last?.kind === 'change' && next?.kind === 'change'
    const [removed, added] = piece.kind === 'change' ? [piece.removed, piece.added] : [piece.text, piece.text]
    if (last?.kind === 'change' && (piece.kind === 'change' || bridge))
      joined[joined.length - 1] = { kind: 'change', removed: last.removed + removed, added: last.added + added }
    else if (last?.kind === 'same' && piece.kind === 'same')
      joined[joined.length - 1] = { kind: 'same', text: last.text + piece.text }
    else joined.push(piece)
  })
  return joined.flatMap(trimmed)
}

function trimmed(piece: Piece): readonly Piece[] {
  if (piece.kind === 'same') return [piece]
  const { removed, added } = piece
  const one = added || removed
  const before = /^\s*/.exec(one)?.[0] ?? ''
  const after = /\s*$/.exec(one)?.[0] ?? ''
  const kept = { kind: 'change' as const, removed: removed.trim(), added: added.trim() }
  // Only the spaces between words differ.
  if (!kept.removed && !kept.added) return added ? [{ kind: 'same', text: added }] : []
  return [
    ...(before ? [{ kind: 'same' as const, text: before }] : []),
    kept,
    ...(after ? [{ kind: 'same' as const, text: after }] : []),
  ]
}
