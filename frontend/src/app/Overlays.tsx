// What lies over everything stands here: the palette, the help of the keys, and questions before a report or a block.
// The keys themselves come a moment after the first drawing.
import { useStore as useShared } from 'zustand'
import { overlayWords } from '@/i18n'
import { chunk } from '@/lib/chunk'
import { asking } from '@/store/asking'
import { liftOverlay, overlay } from '@/store/overlay'
import { Later } from '@/ui/later/Later'
import { page } from './page'

const Keys = chunk(() => import('./Keys'))
// What opens by a key comes with it.
const Palette = page(() => import('@/features/palette/Palette'), { words: overlayWords })
const JumpToDate = page(() => import('@/features/date/JumpToDate'), { words: overlayWords })
const ChatMenu = page(() => import('@/features/chat-menu/ChatMenu'), { words: overlayWords })
const KeyHelp = chunk(async () => {
  const [{ KeyHelp }] = await Promise.all([import('./KeyHelp'), overlayWords()])
  return { default: KeyHelp }
})
const Safety = page(() => import('@/features/safety/Safety'), { words: overlayWords })

export function Overlays() {
  const now = useShared(overlay, all => all.now)
  const asked = useShared(asking, all => all.now !== undefined)
  return (
    <>
      <Later>
        <Keys />
      </Later>
      <Later>{now?.kind === 'palette' && <Palette onClose={liftOverlay} />}</Later>
      <Later>{now?.kind === 'chatMenu' && <ChatMenu {...now} onClose={liftOverlay} />}</Later>
      <Later>{now?.kind === 'keys' && <KeyHelp onClose={liftOverlay} />}</Later>
      <Later>{now?.kind === 'date' && <JumpToDate chatId={now.chatId} at={now.at} onClose={liftOverlay} />}</Later>
      <Later>{asked && <Safety />}</Later>
    </>
  )
}
