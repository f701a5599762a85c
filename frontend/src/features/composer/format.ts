// This puts signs of formatting around what is selected in a field, or takes them away. The browser does it as if it
// were typed, so that it can be undone.

export type Format = 'bold' | 'italic' | 'strike' | 'code' | 'spoiler' | 'quote' | 'list'

const SIGNS: Readonly<Record<Exclude<Format, 'quote' | 'list'>, string>> = {
  bold: '**',
  italic: '*',
  strike: '~~',
  code: '`',
  spoiler: '||',
}
const FENCE = '```'

/** What is put in the place of a stretch, and what is selected of it then. */
export interface Change {
  readonly from: number
  readonly to: number
  readonly text: string
  readonly select: readonly [number, number]
}

/** Pure, so that it can be tested without a field. */
export function changed(text: string, start: number, end: number, format: Format): Change {
  if (format === 'quote') return prefixed(text, start, end, '> ')
  if (format === 'list') return prefixed(text, start, end, '- ')
  const selected = text.slice(start, end)
  // Spaces at the edges are not part of the words: a sign beside one would be no sign.
  const from = start + (selected.length - selected.trimStart().length)
  const to = Math.max(from, start + selected.trimEnd().length)
  const words = text.slice(from, to)
  if (format === 'code' && words.includes('\n')) return fenced(text, from, to)
  return enclosed(text, from, to, SIGNS[format])
}

function enclosed(text: string, from: number, to: number, sign: string): Change {
  const size = sign.length
  const words = text.slice(from, to)
  // How many of its characters stand there; of three stars, two are bold and one is italic.
  const run = (of: string) => of.length - of.replace(new RegExp(`^[${sign.charAt(0)}]+`), '').length
  const reversed = (of: string) => [...of].reverse().join('')
  const has = (n: number) => (size === 1 ? n === 1 || n === 3 : n === 2 || n === 3)
  if (words.length > 2 * size && has(run(words)) && has(run(reversed(words)))) {
    const bare = words.slice(size, -size)
    return { from, to, text: bare, select: [from, from + bare.length] }
  }
  if (words && has(run(reversed(text.slice(0, from)))) && has(run(text.slice(to)))) {
    return { from: from - size, to: to + size, text: words, select: [from - size, to - size] }
  }
  return { from, to, text: sign + words + sign, select: [from + size, to + size] }
}

function fenced(text: string, from: number, to: number): Change {
  const before = from > 0 && text[from - 1] !== '\n' ? `\n${FENCE}\n` : `${FENCE}\n`
  const after = to < text.length && text[to] !== '\n' ? `\n${FENCE}\n` : `\n${FENCE}`
  const words = text.slice(from, to)
  return { from, to, text: before + words + after, select: [from + before.length, to + before.length] }
}

/** All lines that are touched; where each has the sign already, it goes. */
function prefixed(text: string, start: number, end: number, sign: string): Change {
  const from = text.lastIndexOf('\n', start - 1) + 1
  const stop = text.indexOf('\n', Math.max(start, end - (text[end - 1] === '\n' ? 1 : 0)))
  const to = stop < 0 ? text.length : stop
  const lines = text.slice(from, to).split('\n')
  const all = lines.every(line => line.startsWith(sign))
  const next = lines.map(line => (all ? line.slice(sign.length) : sign + line)).join('\n')
  const caret = from + next.length
  return { from, to, text: next, select: start === end ? [caret, caret] : [from, caret] }
}

export function apply(field: HTMLTextAreaElement, format: Format) {
  const { from, to, text, select } = changed(field.value, field.selectionStart, field.selectionEnd, format)
  put(field, from, to, text)
  field.setSelectionRange(...select)
}

/** As if it were typed. */
export function put(field: HTMLTextAreaElement, from: number, to: number, text: string) {
  field.focus()
  field.setSelectionRange(from, to)
  const done = document.execCommand(text ? 'insertText' : 'delete', false, text)
  if (done) return
  field.setRangeText(text, from, to, 'end')
  field.dispatchEvent(new InputEvent('input', { bubbles: true }))
}
