// Arrow keys go from the search field down the list, whatever it shows, and back into the field.
import type { KeyboardEvent } from 'react'

export function onListKeys(event: KeyboardEvent<HTMLElement>) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.nativeEvent.isComposing) return
  const column = event.currentTarget
  const field = column.querySelector<HTMLInputElement>('[data-search]')
  const links = [...column.querySelectorAll<HTMLElement>('[data-region="list"] a')]
  const now = links.findIndex(link => link === document.activeElement)
  const inField = document.activeElement === field
  const next = target(event.key, now, links.length, inField)
  if (next === undefined || (!inField && now < 0)) return
  event.preventDefault()
  if (next < 0) field?.focus()
  else links[next]?.focus()
}

/** The place of the next row, or less than 0 for the field. */
function target(key: string, now: number, count: number, inField: boolean): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return Math.min(now + 1, count - 1)
    case 'ArrowUp':
      return inField ? undefined : now - 1
    case 'Home':
      return inField ? undefined : 0
    case 'End':
      return inField ? undefined : count - 1
    default:
      return undefined
  }
}
