// Lists and heads show the exchange beside a name. It comes in a chunk of its own, after them.
import { chunk } from '@/lib/chunk'
import { Later } from '../later/Later'
import type { Languages } from './Exchange'

const Chip = chunk(async () => ({ default: (await import('./Exchange')).ExchangeChip }))

export function LaterChip({ of, reader }: { of: Partial<Languages>; reader?: Languages | null }) {
  const { native_languages, learning_languages } = of
  // A card that an earlier version kept says nothing of them.
  if (!native_languages?.length || !learning_languages?.length) return null
  return (
    <Later>
      <Chip of={{ native_languages, learning_languages }} reader={reader} />
    </Later>
  )
}
