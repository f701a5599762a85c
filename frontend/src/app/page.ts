// A page comes in a chunk of its own, with the words it needs.
import type { ComponentType } from 'react'
import { pageWords } from '@/i18n'
import { chunk } from '@/lib/chunk'

interface More {
  /** Beside those of all pages. */
  words?: () => Promise<void>
  rare?: boolean
}

export const page = <P extends object>(
  load: () => Promise<{ default: ComponentType<P> }>,
  { words, rare }: More = {},
) =>
  chunk(
    async () => {
      const [module] = await Promise.all([load(), pageWords(), words?.()])
      return module
    },
    { rare },
  )
