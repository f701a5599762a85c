// This component draws a text that has formatting as elements. It comes as a tree, never as HTML.
import { Check, Copy } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { t } from '@/i18n'
import { type Item, type Node, parse } from '@/lib/markup/tree'
import { Link } from '@/lib/router'
import { toast } from '@/ui/toasts/Toasts'
import s from './text.module.css'

const COPIED_MS = 2000

export default function Formatted({ text }: { text: string }) {
  return <Nodes nodes={useMemo(() => parse(text), [text])} />
}

function Nodes({ nodes }: { nodes: readonly Node[] }) {
  return nodes.map((node, at) => {
    // biome-ignore lint/suspicious/noArrayIndexKey: the tree is made of one text and never reordered
    return <Piece key={at} node={node} />
  })
}

function Piece({ node }: { node: Node }) {
  switch (node.kind) {
    case 'text':
      return node.text
    case 'bold':
      return (
        <strong>
          <Nodes nodes={node.children} />
        </strong>
      )
    case 'italic':
      return (
        <em>
          <Nodes nodes={node.children} />
        </em>
      )
    case 'strike':
      return (
        <s>
          <Nodes nodes={node.children} />
        </s>
      )
    case 'spoiler':
      return <Spoiler nodes={node.children} />
    case 'code':
      return (
        <code className={s.code} dir="ltr">
          {node.text}
        </code>
      )
    case 'block':
      return <Block text={node.text} language={node.language} />
    case 'quote':
      return (
        <blockquote className={s.quote} dir="auto">
          <Nodes nodes={node.children} />
        </blockquote>
      )
    case 'list':
      return <List ordered={node.ordered} items={node.items} />
    case 'link':
      return (
        <a href={node.href} target="_blank" rel="noopener noreferrer nofollow" dir="ltr">
          {node.text}
        </a>
      )
    case 'mention':
      return <Link to={`/u/${node.handle}`}>{node.text}</Link>
  }
}

/** A number stays as it was written; any sign for an item is shown as a dot. */
function List({ ordered, items }: { ordered: boolean; items: readonly Item[] }) {
  const Of = ordered ? 'ol' : 'ul'
  return (
    <Of className={s.list} role="list">
      {items.map(({ marker, depth, children }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the tree is made of one text and never reordered
        <li key={at} data-depth={depth || undefined} dir="auto">
          <span>{/[-*•]/.test(marker) ? '•' : marker} </span>
          <div>
            <Nodes nodes={children} />
          </div>
        </li>
      ))}
    </Of>
  )
}

function Block({ text, language }: { text: string; language: string | undefined }) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return undefined
    const timer = setTimeout(() => setCopied(false), COPIED_MS)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = () =>
    void navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => toast(t('app.failed')),
    )
  return (
    <figure className={s.block} dir="ltr">
      <figcaption>
        <bdi>{language}</bdi>
        <button type="button" onClick={copy} aria-label={copied ? t('message.copied') : t('message.copyCode')}>
          {copied ? <Check size={16} aria-hidden /> : <Copy size={16} aria-hidden />}
        </button>
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex lint/a11y/useSemanticElements: what is wider than it is scrolled by keys */}
      <pre role="group" tabIndex={0} aria-label={language ?? t('write.codeBlock')}>
        <code>{text}</code>
      </pre>
    </figure>
  )
}

function Spoiler({ nodes }: { nodes: readonly Node[] }) {
  const [shown, setShown] = useState(false)
  if (shown) return <Nodes nodes={nodes} />
  return (
    <button type="button" className={s.spoiler} aria-label={t('message.spoiler')} onClick={() => setShown(true)}>
      <span>
        <Nodes nodes={nodes} />
      </span>
    </button>
  )
}
