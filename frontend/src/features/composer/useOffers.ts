// This hook offers a list over the field while a name is typed: arrows choose, Enter and Tab take, Escape closes.
import { type RefObject, useEffect, useId, useLayoutEffect, useState } from 'react'

type Field = RefObject<HTMLTextAreaElement | null>

/** Where the caret is; it moves with the text and without. */
export function useCaret(field: Field, text: string): number {
  const [caret, setCaret] = useState(text.length)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text moves the caret
  useLayoutEffect(() => {
    const look = () => setCaret(field.current?.selectionStart ?? 0)
    look()
    document.addEventListener('selectionchange', look)
    return () => document.removeEventListener('selectionchange', look)
  }, [text, field])
  return caret
}

interface Offers<T> {
  readonly field: Field
  readonly found: readonly T[]
  /** What is typed of a name, and where it begins; nothing where none is typed. */
  readonly typed: string | undefined
  readonly start: number | undefined
  readonly take: (one: T, start: number) => void
}

export function useOffers<T>({ field, found, typed, start, take }: Offers<T>) {
  const id = useId()
  const [closed, setClosed] = useState<number>()
  const [chosen, setChosen] = useState(0)
  const shown = start !== undefined && found.length > 0 && closed !== start
  const at = Math.min(chosen, found.length - 1)

  // biome-ignore lint/correctness/useExhaustiveDependencies: other letters begin at the top
  useEffect(() => setChosen(0), [typed])
  // Closed for one name, not for the next.
  useEffect(() => {
    if (start === undefined) setClosed(undefined)
  }, [start])
  useEffect(() => {
    const element = field.current
    if (!element || !shown || start === undefined) return undefined
    element.setAttribute('aria-controls', id)
    element.setAttribute('aria-autocomplete', 'list')
    element.setAttribute('aria-activedescendant', `${id}-${at}`)
    // Before the field's own keys: Enter would send.
    const onKeyDown = (event: KeyboardEvent) => {
      // Keys of a character that is being composed are not ours; 229 is what older engines say then.
      if (event.isComposing || event.keyCode === 229) return
      const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
      const one = found[at]
      if (step) setChosen((at + step + found.length) % found.length)
      else if ((event.key === 'Enter' && !event.shiftKey) || event.key === 'Tab') one !== undefined && take(one, start)
      else if (event.key === 'Escape') setClosed(start)
      else return
      event.preventDefault()
      event.stopPropagation()
    }
    element.addEventListener('keydown', onKeyDown, { capture: true })
    return () => {
      element.removeEventListener('keydown', onKeyDown, { capture: true })
      for (const name of ['controls', 'autocomplete', 'activedescendant']) element.removeAttribute(`aria-${name}`)
    }
  }, [field, shown, start, found, at, id, take])
  return { shown, id, at }
}
