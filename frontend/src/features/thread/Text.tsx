// This component shows a message's text. Its formatting is drawn by a chunk of its own; until that has come, its words
// stand there without the signs.
import { useMemo } from 'react'
import { chunk } from '@/lib/chunk'
import { plain } from '@/lib/markup/plain'
import { spans } from '@/lib/markup/spans'
import { Later } from '@/ui/later/Later'

const Formatted = chunk(() => import('./Formatted'))

export function Text({ text }: { text: string }) {
  const formatted = useMemo(() => spans(text).length > 0, [text])
  if (!formatted) return text
  return (
    <Later fallback={plain(text, true)}>
      <Formatted text={text} />
    </Later>
  )
}
