// What lies over everything stands here: the palette, the help of the keys, and questions before a report or a block.
import { useStore as useShared } from 'zustand'
import { overlayWords } from '@/i18n'
import { chunk } from '@/lib/chunk'
import { asking } from '@/store/asking'
import { liftOverlay, overlay } from '@/store/overlay'
import { Later } from '@/ui/later/Later'
import { page } from './page'

// What opens by a key comes with it.
const Palette = page(() => import('@/features/palette/Palette'), { words: overlayWords })
const KeyHelp = chunk(async () => ({ default: (await import('./KeyHelp')).KeyHelp }))
const Safety = page(() => import('@/features/safety/Safety'))

export function Overlays() {
  const kind = useShared(overlay, all => all.now?.kind)
  const asked = useShared(asking, all => all.now !== undefined)
  return (
    <>
      <Later>{kind === 'palette' && <Palette onClose={liftOverlay} />}</Later>
      <Later>{kind === 'keys' && <KeyHelp onClose={liftOverlay} />}</Later>
      <Later>{asked && <Safety />}</Later>
    </>
  )
}
