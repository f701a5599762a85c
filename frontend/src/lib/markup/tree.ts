// This makes a tree of a text's formatting. It never sees or makes HTML, so nothing a person writes can become part of
// the page.
import { href } from './address'
import type { Span } from './page'
import { spans } from './spans'

export type Mark = 'bold' | 'italic' | 'strike' | 'spoiler' | 'quote'
export interface Item {
  /** As it was written: a number is not counted anew. */
  readonly marker: string
  readonly depth: number
  readonly children: readonly Node[]
}
export type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: Mark; readonly children: readonly Node[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'block'; readonly text: string; readonly language: string | undefined }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly Item[] }
  | { readonly kind: 'link'; readonly text: string; readonly href: string }
  | { readonly kind: 'mention'; readonly text: string; readonly handle: string }

/** What stands on lines of its own: the line ends around it are not shown. */
const BLOCKS = new Set(['block', 'list', 'quote'])

export function parse(source: string): readonly Node[] {
  const all = spans(source)
  let next = 0

  function within(from: number, to: number): readonly Node[] {
    const nodes: Node[] = []
    let at = from
    const words = (end: number) => {
      if (end > at) nodes.push({ kind: 'text', text: source.slice(at, end) })
      at = Math.max(at, end)
    }
    for (let span = all[next]; span && span.start < to; span = all[next]) {
      next += 1
      if (span.start < at) continue
      words(span.start)
      at = span.end
      if (span.kind === 'list_item') item(nodes, span)
      else if (span.kind !== 'sign') nodes.push(node(span))
    }
    words(to)
    return trimmed(nodes)
  }

  function node({ kind, start, end, language }: Span): Node {
    const text = source.slice(start, end)
    if (kind === 'link') return { kind, text, href: href(text) }
    if (kind === 'name') return { kind: 'mention', text, handle: text.slice(1).toLowerCase() }
    const children = within(start, end)
    if (kind === 'code') return { kind, text: written(children) }
    if (kind === 'code_block') return { kind: 'block', text: written(children), language }
    return { kind: kind as Mark, children }
  }

  /** Items that follow each other are one list. */
  function item(nodes: Node[], { start, end }: Span) {
    const words = source.indexOf(' ', start) + 1
    const marker = source.slice(start, words - 1)
    const indent = / {0,8}$/.exec(source.slice(Math.max(0, start - 8), start))?.[0].length ?? 0
    const made = { marker, depth: Math.floor((indent + 1) / 2), children: within(words, end) }
    const between = nodes.at(-1)
    const list = between?.kind === 'text' && !between.text.trim() ? nodes.at(-2) : between
    if (list?.kind !== 'list') {
      nodes.push({ kind: 'list', ordered: !/[-*•]/.test(marker), items: [made] })
      return
    }
    if (between !== list) nodes.pop()
    nodes[nodes.length - 1] = { ...list, items: [...list.items, made] }
  }

  return within(0, source.length)
}

const written = (nodes: readonly Node[]) => nodes.map(node => (node.kind === 'text' ? node.text : '')).join('')

function trimmed(nodes: readonly Node[]): readonly Node[] {
  return nodes.flatMap((node, index): readonly Node[] => {
    if (node.kind !== 'text') return [node]
    let { text } = node
    const after = nodes[index + 1]?.kind ?? ''
    if (BLOCKS.has(nodes[index - 1]?.kind ?? '')) text = text.replace(/^\n/, '')
    if (BLOCKS.has(after)) text = text.replace(after === 'list' ? /\n? *$/ : /\n$/, '')
    return text ? [{ kind: 'text', text }] : []
  })
}
