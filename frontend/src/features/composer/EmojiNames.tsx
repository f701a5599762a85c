// This list offers emoji while a name is typed after a colon; a name between two colons becomes its emoji.
import { useQuery } from '@tanstack/react-query'
import { type RefObject, useCallback, useEffect, useMemo } from 'react'
import { currentLocale, t } from '@/i18n'
import { type EmojiName, emojiNames } from '@/server/emoji'
import s from './composer.module.css'
import { emojiByName, emojiNamed, typedName } from './emojiSearch'
import { put } from './format'
import { useCaret, useOffers } from './useOffers'

const NONE: readonly EmojiName[] = []

interface Props {
  text: string
  field: RefObject<HTMLTextAreaElement | null>
}

export function EmojiNames({ text, field }: Props) {
  const locale = currentLocale()
  const caret = useCaret(field, text)
  const typed = typedName(text.slice(0, caret))
  const names = useQuery({
    ...emojiNames(locale === 'es' || locale === 'ja' ? locale : 'en'),
    enabled: typed !== undefined,
  })
  const all = names.data ?? NONE
  const { name, start, closed } = typed ?? {}
  const found = useMemo(() => (name === undefined || closed ? NONE : emojiByName(all, name)), [all, name, closed])
  const take = useCallback(
    ([emoji]: EmojiName, from: number) =>
      field.current && put(field.current, from, field.current.selectionStart, emoji),
    [field],
  )
  const { shown, id, at } = useOffers({ field, found, typed: name, start, take })

  // Only as it is typed: what stands there already stays as it is.
  useEffect(() => {
    const element = field.current
    const onInput = (event: Event) => {
      if (!element || !(event instanceof InputEvent) || event.isComposing || event.data !== ':') return
      const done = typedName(element.value.slice(0, element.selectionStart))
      const emoji = done?.closed ? emojiNamed(all, done.name) : undefined
      if (done && emoji) put(element, done.start, element.selectionStart, emoji)
    }
    element?.addEventListener('input', onInput)
    return () => element?.removeEventListener('input', onInput)
  }, [field, all])

  if (!shown || start === undefined) return null
  return (
    <div id={id} role="listbox" aria-label={t('write.emojiNames')} className={s.people}>
      {found.map(([emoji, codes, words], index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the keys are the field's
        <div
          key={emoji}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === at}
          onMouseDown={event => event.preventDefault()}
          onClick={() => take([emoji, codes, words], start)}
        >
          <span aria-hidden>{emoji}</span>
          <strong dir="auto">{words.split('|')[0]}</strong>
          <bdi>:{codes.split(' ')[0]}:</bdi>
        </div>
      ))}
    </div>
  )
}
