// This component draws a message's text as elements. It comes as a tree, never as HTML.
import { useState } from 'react'
import { t } from '@/i18n'
import { type Node, parse } from '@/lib/markup'
import { Link } from '@/lib/router'
import s from './around-text.module.css'

export function Text({ text }: { text: string }) {
  return <Nodes nodes={parse(text)} />
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
      return <code className={s.code}>{node.text}</code>
    case 'block':
      return <code className={s.block}>{node.text}</code>
    case 'quote':
      return (
        <q className={s.quote}>
          <Nodes nodes={node.children} />
        </q>
      )
    case 'link':
      return (
        <a href={node.href} target="_blank" rel="noopener noreferrer nofollow" dir="ltr">
          {node.text}
        </a>
      )
    case 'mention':
      return <Link to={`/u/${node.handle}`}>@{node.handle}</Link>
  }
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
