// A menu stands in the top layer, under its button or at a point. Arrows, Home, End, letters and Escape work as in any
// menu.
import { SmilePlus } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { PlainCount } from '../count/Count'
import { IconButton } from '../icon-button/IconButton'
import s from './menu.module.css'
import { below, dropClick, type Point } from './useContextMenu'

export interface Item {
  text: string
  icon?: ReactNode
  count?: number
  danger?: boolean
  /** The key that does the same. */
  hint?: string
  /** What stands out from the rest: a correction, on the color of its slip. */
  slip?: boolean
  /** What is shown next takes the menu's place. */
  stays?: boolean
  run: () => void
}

interface Quick {
  emoji: readonly string[]
  pick: (emoji: string) => void
  /** Opens all emoji, in the menu's place. */
  more: () => void
  moreText: string
}

interface MenuProps {
  label: string
  items: readonly Item[]
  at: Point
  /** A row of emoji above the items. */
  quick?: Quick
  onClose: () => void
}

const EDGE = 8
const TYPED_MS = 700

/** Shows the menu inside the window, with the focus on its first item; the focus goes back when it closes. */
function useOpened(menu: RefObject<HTMLElement | null>, at: Point) {
  useLayoutEffect(() => {
    const opener = document.activeElement
    const element = menu.current
    if (!element) return undefined
    element.showPopover()
    const place = () => {
      const { offsetWidth: width, offsetHeight: height } = element
      const from = document.documentElement.dir === 'rtl' ? at.x - width : at.x
      const x = Math.max(EDGE, Math.min(from, innerWidth - width - EDGE))
      const y = Math.max(EDGE, Math.min(at.y, innerHeight - height - EDGE))
      element.style.setProperty('left', `${x}px`)
      element.style.setProperty('top', `${y}px`)
    }
    place()
    element.querySelector<HTMLElement>('[role=menuitem]')?.focus()
    // The keyboard of a phone goes when the focus leaves its field, and gives the window more room.
    addEventListener('resize', place)
    return () => {
      removeEventListener('resize', place)
      // What the item has opened may have the focus already.
      const { activeElement } = document
      const ours = !activeElement || activeElement === document.body || element.contains(activeElement)
      if (ours && opener instanceof HTMLElement) opener.focus()
    }
  }, [menu, at])
}

/**
 * Closes the menu by a press beside it. The browser's own way would close it when the finger that has opened it is
 * lifted.
 */
function useDismissed(menu: RefObject<HTMLElement | null>, onClose: () => void) {
  const close = useRef(onClose)
  close.current = onClose
  useEffect(() => {
    const away = (event: PointerEvent) => {
      if (event.target instanceof Node && menu.current?.contains(event.target)) return
      // A finger closes the menu, and does not also press what lies below.
      if (event.pointerType === 'touch') dropClick()
      close.current()
    }
    addEventListener('pointerdown', away, { capture: true })
    return () => removeEventListener('pointerdown', away, { capture: true })
  }, [menu])
}

function QuickRow({ emoji, more, moreText, onPick }: Quick & { onPick: (emoji: string) => void }) {
  return (
    <div className={s.quick} role="none">
      {emoji.map(one => (
        <button key={one} type="button" role="menuitem" tabIndex={-1} onClick={() => onPick(one)}>
          {one}
        </button>
      ))}
      <button type="button" role="menuitem" tabIndex={-1} aria-label={moreText} title={moreText} onClick={more}>
        <SmilePlus />
      </button>
    </div>
  )
}

/** Where a key leads to: along the emoji first, which count as one line, then down the items. */
function step(key: string, now: number, count: number, emoji: number): number | undefined {
  const inRow = now < emoji
  const rtl = document.documentElement.dir === 'rtl'
  switch (key) {
    case 'ArrowDown':
      return inRow ? emoji : (now + 1) % count
    case 'ArrowUp':
      return emoji > 0 && now === emoji ? 0 : now <= emoji ? count - 1 : now - 1
    case 'ArrowLeft':
    case 'ArrowRight': {
      const by = (key === 'ArrowRight') === rtl ? -1 : 1
      return inRow && emoji > 0 ? (now + by + emoji) % emoji : undefined
    }
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return undefined
  }
}

export function Menu({ label, items, at, quick, onClose }: MenuProps) {
  const menu = useRef<HTMLDivElement>(null)
  const typed = useRef({ text: '', at: 0 })
  const buttons = () => [...(menu.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])]

  useOpened(menu, at)
  useDismissed(menu, onClose)

  const onKeyDown = (event: KeyboardEvent) => {
    const { key } = event
    if (key === 'Tab') return onClose()
    if (key === 'Escape') {
      event.preventDefault()
      return onClose()
    }
    const list = buttons()
    const now = list.findIndex(button => button === document.activeElement)
    const next = step(key, now, list.length, quick ? quick.emoji.length + 1 : 0)
    if (next !== undefined) {
      event.preventDefault()
      list.at(next)?.focus()
    } else if (key.length === 1) {
      const { text, at: when } = typed.current
      const letters = (event.timeStamp - when > TYPED_MS ? '' : text) + key.toLocaleLowerCase()
      typed.current = { text: letters, at: event.timeStamp }
      list.find(button => button.textContent?.toLocaleLowerCase().startsWith(letters))?.focus()
    }
  }

  return (
    <div
      ref={menu}
      popover="manual"
      role="menu"
      tabIndex={-1}
      aria-label={label}
      className={s.menu}
      onKeyDown={onKeyDown}
    >
      {quick && (
        <QuickRow
          {...quick}
          onPick={emoji => {
            onClose()
            quick.pick(emoji)
          }}
        />
      )}
      {items.map(item => (
        <MenuItem key={item.text} item={item} onClose={onClose} />
      ))}
    </div>
  )
}

function MenuItem({ item, onClose }: { item: Item; onClose: () => void }) {
  return (
    <button
      type="button"
      role="menuitem"
      tabIndex={-1}
      data-danger={item.danger}
      data-slip={item.slip}
      aria-keyshortcuts={item.hint}
      onClick={() => {
        if (!item.stays) onClose()
        item.run()
      }}
    >
      {item.icon}
      {item.text}
      {item.hint && <kbd aria-hidden>{item.hint}</kbd>}
      {item.count ? <PlainCount n={item.count} /> : null}
    </button>
  )
}

export function MenuButton({ label, icon, items }: { label: string; icon: ReactNode; items: readonly Item[] }) {
  const [at, setAt] = useState<Point>()
  return (
    <>
      <IconButton
        label={label}
        aria-haspopup="menu"
        aria-expanded={at !== undefined}
        onClick={event => setAt(below(event.currentTarget))}
      >
        {icon}
      </IconButton>
      {at && <Menu label={label} items={items} at={at} onClose={() => setAt(undefined)} />}
    </>
  )
}
