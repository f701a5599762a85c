// This shows a piece of a text, and marks in it what was found.
import { snippet } from '@/lib/snippet'
import s from './marked.module.css'

export function Marked({ text, ranges }: { text: string; ranges: readonly (readonly number[])[] }) {
  return snippet(text, ranges).map((part, place) =>
    // The parts of one text never change their order.
    part.hit ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: see above
      <mark key={place} className={s.found}>
        {part.text}
      </mark>
    ) : (
      part.text
    ),
  )
}
