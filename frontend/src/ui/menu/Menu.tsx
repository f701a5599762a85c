// A menu stands in the top layer, under its button or at a point. Arrows, Home, End, letters and Escape work as in any
// menu.
import { type KeyboardEvent, type ReactNode, type RefObject, useLayoutEffect, useRef, useState } from 'react'
import { PlainCount } from '../count/Count'
import { IconButton } from '../icon-button/IconButton'
import s from './menu.module.css'

export interface Item {
  text: string
  icon?: ReactNode
  count?: number
  danger?: boolean
  /** What is shown next takes the menu's place. */
  stays?: boolean
  run: () => void
}

interface MenuProps {
  label: string
  items: readonly Item[]
  at: { x: number; y: number }
  /** A row of emoji above the items. */
  quick?: { emoji: readonly string[]; pick: (emoji: string) => void }
  onClose: () => void
}

const EDGE = 8
const TYPED_MS = 700

/** Shows the menu inside the window, with the focus on its first item; the focus goes back when it closes. */
function useOpened(menu: RefObject<HTMLElement | null>, at: MenuProps['at']) {
  useLayoutEffect(() => {
    const opener = document.activeElement
    const element = menu.current
    if (!element) return undefined
    element.showPopover()
    const { offsetWidth: width, offsetHeight: height } = element
    const x = Math.max(EDGE, Math.min(at.x, innerWidth - width - EDGE))
    const y = Math.max(EDGE, Math.min(at.y, innerHeight - height - EDGE))
    element.style.setProperty('left', `${x}px`)
    element.style.setProperty('top', `${y}px`)
    element.querySelector<HTMLElement>('[role=menuitem]')?.focus()
    return () => {
      // What the item has opened may have the focus already.
      const { activeElement } = document
      const ours = !activeElement || activeElement === document.body || element.contains(activeElement)
      if (ours && opener instanceof HTMLElement) opener.focus()
    }
  }, [menu, at])
}

function QuickRow({ emoji, onPick }: { emoji: readonly string[]; onPick: (emoji: string) => void }) {
  return (
    <div className={s.quick} role="none">
      {emoji.map(one => (
        <button key={one} type="button" role="menuitem" tabIndex={-1} onClick={() => onPick(one)}>
          {one}
        </button>
      ))}
    </div>
  )
}

export function Menu({ label, items, at, quick, onClose }: MenuProps) {
  const menu = useRef<HTMLDivElement>(null)
  const typed = useRef({ text: '', at: 0 })
  const buttons = () => [...(menu.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])]

  useOpened(menu, at)

  const onKeyDown = (event: KeyboardEvent) => {
    const list = buttons()
    const now = list.findIndex(button => button === document.activeElement)
    const go = (next: number) => {
      event.preventDefault()
      list.at(next % list.length)?.focus()
    }
    if (event.key === 'ArrowDown') go(now + 1)
    else if (event.key === 'ArrowUp') go(now - 1)
    else if (event.key === 'Home') go(0)
    else if (event.key === 'End') go(-1)
    else if (event.key === 'Tab') onClose()
    else if (event.key.length === 1) {
      const { text, at: when } = typed.current
      const next = (event.timeStamp - when > TYPED_MS ? '' : text) + event.key.toLocaleLowerCase()
      typed.current = { text: next, at: event.timeStamp }
      list.find(button => button.textContent?.toLocaleLowerCase().startsWith(next))?.focus()
    }
  }

  return (
    <div
      ref={menu}
      popover="auto"
      role="menu"
      tabIndex={-1}
      aria-label={label}
      className={s.menu}
      onKeyDown={onKeyDown}
      onToggle={event => {
        if (event.newState === 'closed') onClose()
      }}
    >
      {quick && (
        <QuickRow
          emoji={quick.emoji}
          onPick={emoji => {
            onClose()
            quick.pick(emoji)
          }}
        />
      )}
      {items.map(item => (
        <button
          key={item.text}
          type="button"
          role="menuitem"
          tabIndex={-1}
          data-danger={item.danger}
          onClick={() => {
            if (!item.stays) onClose()
            item.run()
          }}
        >
          {item.icon}
          {item.text}
          {item.count ? <PlainCount n={item.count} /> : null}
        </button>
      ))}
    </div>
  )
}

export function MenuButton({ label, icon, items }: { label: string; icon: ReactNode; items: readonly Item[] }) {
  const [at, setAt] = useState<MenuProps['at']>()
  return (
    <>
      <IconButton
        label={label}
        aria-haspopup="menu"
        aria-expanded={at !== undefined}
        onClick={event => {
          const box = event.currentTarget.getBoundingClientRect()
          setAt({ x: box.left, y: box.bottom + 4 })
        }}
      >
        {icon}
      </IconButton>
      {at && <Menu label={label} items={items} at={at} onClose={() => setAt(undefined)} />}
    </>
  )
}
