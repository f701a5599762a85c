// Reads the light markup of messages into a tree of marks and texts. It never sees or makes HTML, so nothing a person
// writes can become part of the page.
//   *bold*  _italic_  ~strike~  ||spoiler||  `code`  ```block```  > quote  @handle
//   https://link  www.link  link.org/page  name@link.org

export type Mark = 'bold' | 'italic' | 'strike' | 'spoiler'
export type Node =
  | { kind: 'text'; text: string }
  | { kind: Mark; children: readonly Node[] }
  | { kind: 'code' | 'block'; text: string }
  | { kind: 'link'; text: string; href: string }
  | { kind: 'mention'; handle: string }
  | { kind: 'quote'; children: readonly Node[] }

const MARKS: ReadonlyArray<readonly [string, Mark]> = [
  ['||', 'spoiler'],
  ['*', 'bold'],
  ['_', 'italic'],
  ['~', 'strike'],
]
const LINK = /https?:\/\/[^\s<>"]+/iy
/** An address without a scheme; no part of it is long, so that hostile text is read as fast as any. */
const BARE =
  /(?:([\p{L}\p{N}._%+-]{1,64})@)?((?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,8})(\p{L}{2,24})(?::\d{2,5})?(?![\p{L}\p{N}_-])([/?#][^\s<>"]*)?/uy
/** It begins with www. or ends in one of these: "e.g." and "notes.md" are words. */
const DOMAINS = new Set(
  (
    'com org net edu gov int info biz app dev blog shop site online xyz cloud wiki social chat eu ' +
    'ar au br ca ch cl cn co cz dk fi fr gr hk hu ie il io ir jp kr lt lu lv ma mx nl nz pe ph pk pt ro rs ru sa sg ' +
    'si sk th tr tv tw ua uk uy ve vn za'
  ).split(' '),
)
/** These are words as well, before which a stop may stand without a space: only a page or a person makes them a link. */
const WORDS = new Set('at be de es in is it me my no se us'.split(' '))
const MENTION = /@([a-z][a-z0-9_]{2,31})/y
const TRAILING = /[.,;:!?'")\]}]+$/
const DEEPEST = 4

export function parse(source: string): readonly Node[] {
  const nodes: Node[] = []
  const blocks = source.split('```')
  blocks.forEach((part, index) => {
    const closed = index % 2 === 1 && index < blocks.length - 1
    if (closed) nodes.push({ kind: 'block', text: part.replace(/^\n|\n$/g, '') })
    else if (part || index % 2 === 1) nodes.push(...lines(index % 2 === 1 ? `\`\`\`${part}` : part))
  })
  return nodes
}

/** Quoted lines form one quote; the rest stays as it was written, line ends included. */
function lines(source: string): Node[] {
  const nodes: Node[] = []
  let plain: string[] = []
  let quoted: string[] = []
  const flush = () => {
    if (quoted.length) nodes.push({ kind: 'quote', children: inline(quoted.join('\n'), 0) })
    if (plain.length) nodes.push(...inline(plain.join('\n'), 0))
    quoted = []
    plain = []
  }
  for (const line of source.split('\n')) {
    const isQuote = line.startsWith('> ')
    if (isQuote ? plain.length : quoted.length) flush()
    if (isQuote) quoted.push(line.slice(2))
    else plain.push(line)
  }
  flush()
  return nodes
}

function inline(source: string, depth: number): Node[] {
  const nodes: Node[] = []
  let from = 0
  let at = 0
  const push = (node: Node, end: number) => {
    if (at > from) nodes.push({ kind: 'text', text: source.slice(from, at) })
    nodes.push(node)
    at = end
    from = end
  }
  while (at < source.length) {
    const found = special(source, at, depth)
    if (found) push(found.node, found.end)
    else at += 1
  }
  if (at > from) nodes.push({ kind: 'text', text: source.slice(from, at) })
  return nodes
}

function special(source: string, at: number, depth: number): { node: Node; end: number } | undefined {
  const char = source.charAt(at)
  const fresh = at === 0 || !/[\p{L}\p{N}_]/u.test(source.charAt(at - 1))
  if (char === '`') {
    const close = source.indexOf('`', at + 1)
    if (close > at + 1) return { node: { kind: 'code', text: source.slice(at + 1, close) }, end: close + 1 }
  }
  if (fresh && /[\p{L}\p{N}]/u.test(char)) {
    const found = (/h/i.test(char) && link(source, at)) || bare(source, at)
    if (found) return found
  }
  if (char === '@' && fresh) {
    MENTION.lastIndex = at
    const handle = MENTION.exec(source)?.[1]
    if (handle) return { node: { kind: 'mention', handle }, end: at + 1 + handle.length }
  }
  if (!fresh || depth >= DEEPEST) return undefined
  for (const [sign, kind] of MARKS) {
    if (!source.startsWith(sign, at)) continue
    const close = closing(source, at + sign.length, sign)
    if (close < 0) continue
    const children = inline(source.slice(at + sign.length, close), depth + 1)
    return { node: { kind, children }, end: close + sign.length }
  }
  return undefined
}

/** A sign closes only right after a word, so `2 * 3 * 4` stays what it is. */
function closing(source: string, from: number, sign: string): number {
  if (/^\s/.test(source.charAt(from))) return -1
  let close = source.indexOf(sign, from)
  while (close >= 0) {
    const after = source.charAt(close + sign.length)
    if (close > from && !/\s/.test(source.charAt(close - 1)) && !/[\p{L}\p{N}]/u.test(after)) return close
    close = source.indexOf(sign, close + 1)
  }
  return -1
}

function link(source: string, at: number): { node: Node; end: number } | undefined {
  LINK.lastIndex = at
  const found = LINK.exec(source)?.[0]?.replace(TRAILING, '')
  if (!found || !URL.canParse(found)) return undefined
  return { node: { kind: 'link', text: found, href: found }, end: at + found.length }
}

function bare(source: string, at: number): { node: Node; end: number } | undefined {
  BARE.lastIndex = at
  const [found, person, host = '', ending = '', page] = BARE.exec(source) ?? []
  const known = DOMAINS.has(ending) || (WORDS.has(ending) && (person ?? page) !== undefined)
  if (!found || !(known || /^www\..+\./i.test(host))) return undefined
  const text = found.replace(TRAILING, '')
  const href = `${person === undefined ? 'https://' : 'mailto:'}${text}`
  if (!URL.canParse(href)) return undefined
  return { node: { kind: 'link', text, href }, end: at + text.length }
}
