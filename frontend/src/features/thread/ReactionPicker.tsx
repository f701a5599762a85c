// All emoji are offered here, as a reaction to one message.
import { type ComponentType, useLayoutEffect, useRef } from 'react'
import { t } from '@/i18n'
import { Later } from '@/ui/later/Later'
import type { Point } from '@/ui/menu/useContextMenu'
import s from './reactions.module.css'

const EDGE = 8

/** All emoji, as the composer offers them: a part of another feature, which the page hands on. */
export type EmojiPicker = ComponentType<{ onPick: (emoji: string) => void }>

interface Props {
  emoji: EmojiPicker
  at: Point
  onPick: (emoji: string) => void
  onClose: () => void
}

export function ReactionPicker({ emoji: EmojiPicker, at, onPick, onClose }: Props) {
  const picker = useRef<HTMLDivElement>(null)
  const close = useRef(onClose)
  close.current = onClose
  useLayoutEffect(() => {
    const opener = document.activeElement
    const element = picker.current
    if (!element) return undefined
    element.showPopover()
    const place = () => {
      const { offsetWidth: width, offsetHeight: height } = element
      const from = document.documentElement.dir === 'rtl' ? at.x - width : at.x
      element.style.setProperty('left', `${Math.max(EDGE, Math.min(from, innerWidth - width - EDGE))}px`)
      element.style.setProperty('top', `${Math.max(EDGE, Math.min(at.y, innerHeight - height - EDGE))}px`)
    }
    place()
    // It gets its size with the emoji, which come later.
    const sized = new ResizeObserver(place)
    sized.observe(element)
    addEventListener('resize', place)
    return () => {
      sized.disconnect()
      removeEventListener('resize', place)
      const { activeElement } = document
      const ours = !activeElement || activeElement === document.body || element.contains(activeElement)
      if (ours && opener instanceof HTMLElement) opener.focus()
    }
  }, [at])
  return (
    <div
      ref={picker}
      popover="auto"
      role="dialog"
      aria-label={t('message.reactMore')}
      className={s.picker}
      onKeyDown={event => {
        if (event.key !== 'Escape' || event.nativeEvent.isComposing) return
        // A field of search would only be emptied by it.
        event.preventDefault()
        event.stopPropagation()
        onClose()
      }}
      onToggle={event => {
        if (event.newState === 'closed') close.current()
      }}
    >
      <Later>
        <EmojiPicker
          onPick={emoji => {
            onClose()
            onPick(emoji)
          }}
        />
      </Later>
    </div>
  )
}
