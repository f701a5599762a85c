// This hook leads back from a jump to where it began, by a button and by Escape.
import { useCallback, useEffect } from 'react'
import { useStore as useShared } from 'zustand'
import { useNavigate } from '@/lib/router'
import { returned } from '@/store/jumps'
import { comeBack, stayIn, ways, waysBack } from '@/store/places'
import { read } from '@/store/store'

interface End {
  undivide(): void
  toEnd(): Promise<unknown>
}

/** Nothing where no jump was made. `undivide` takes the line above unread messages away: the end is what is wanted. */
export function useBack(chatId: string, { undivide, toEnd }: End): (() => void) | undefined {
  const navigate = useNavigate()
  const jumped = useShared(ways, all => waysBack(all, chatId).length > 0)
  const back = useCallback(() => {
    const to = comeBack(chatId)
    returned(chatId)
    navigate(`/c/${chatId}`)
    if (to !== 'end') return
    undivide()
    const { chats, threads } = read()
    if ((threads[chatId]?.to ?? 0) < (chats[chatId]?.seq ?? 0)) void toEnd()
  }, [chatId, navigate, undivide, toEnd])
  useEffect(() => {
    if (!jumped) return undefined
    const onKeyDown = (event: KeyboardEvent) => {
      const open = document.querySelector('dialog[open], [popover]:popover-open')
      if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing || open) return
      // What is being written, chosen or looked for is left first, each by its own field.
      if (document.querySelector('[data-choosing], [data-about]')) return
      event.preventDefault()
      back()
    }
    // Before the window's own Escape, which leaves the chat.
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [jumped, back])
  useEffect(() => stayIn(chatId), [chatId])
  return jumped ? back : undefined
}
