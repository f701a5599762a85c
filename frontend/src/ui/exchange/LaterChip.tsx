// Lists and chat headers show this chip beside a name. It is a chunk of its own, so that they are drawn before it.
import { chunk } from '@/lib/chunk'
import { Later } from '../later/Later'
import type { Languages } from './Exchange'

const Chip = chunk(async () => ({ default: (await import('./Exchange')).ExchangeChip }))

export function LaterChip({ of, reader }: { of: Partial<Languages>; reader?: Languages | null }) {
  const { native_languages, learning_languages } = of
  // Cards that an earlier version stored in the browser have no languages.
  if (!native_languages || !learning_languages) return null
  return (
    <Later>
      <Chip of={{ native_languages, learning_languages }} reader={reader} />
    </Later>
  )
}
