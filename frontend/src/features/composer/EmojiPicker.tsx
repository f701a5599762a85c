// The picker offers all emoji, with a search; its data come from our own origin.
import {
  type EmojiPickerListEmojiProps,
  type EmojiPickerListRowProps,
  EmojiPicker as Picker,
  useActiveEmoji,
} from 'frimousse'
import { useEffect, useRef } from 'react'
import { currentLocale, t } from '@/i18n'
import s from './composer.module.css'

/** Nine columns fit from here on. */
const WIDE = 344

export default function EmojiPicker({ onPick }: { onPick: (emoji: string) => void }) {
  const locale = currentLocale()
  return (
    <Picker.Root
      className={s.emoji}
      emojibaseUrl="/emoji"
      columns={innerWidth < WIDE ? 8 : 9}
      locale={locale === 'es' || locale === 'ja' ? locale : 'en'}
      onEmojiSelect={({ emoji }) => onPick(emoji)}
    >
      <Picker.Search
        aria-label={t('list.search')}
        placeholder={t('list.search')}
        autoFocus={!matchMedia('(pointer: coarse)').matches}
      />
      <Picker.Viewport tabIndex={0}>
        <Picker.Loading>{t('app.loading')}</Picker.Loading>
        <Picker.Empty>{t('list.none')}</Picker.Empty>
        <Picker.List components={PARTS} />
      </Picker.Viewport>
      <KeptInView />
    </Picker.Root>
  )
}

// The library counts from 0, where readers of screens count from 1; what it only measures has no number.
const fromOne = (index: number | undefined) => (index === undefined ? undefined : index + 1)
// biome-ignore-start lint/a11y/useAriaPropsSupportedByRole: the library gives the roles, too
const Row = ({ children, ...props }: EmojiPickerListRowProps) => (
  <div {...props} aria-rowindex={fromOne(props['aria-rowindex'])}>
    {children}
  </div>
)
const Emoji = ({ emoji, ...props }: EmojiPickerListEmojiProps) => (
  <button type="button" {...props} aria-colindex={fromOne(props['aria-colindex'])}>
    {emoji.emoji}
  </button>
)
// biome-ignore-end lint/a11y/useAriaPropsSupportedByRole: the library gives the roles, too
const PARTS = { Row, Emoji }

/** The library finds the row it scrolls to by its number; since that is another one here, the rest is done here. */
function KeptInView() {
  const active = useActiveEmoji()
  const place = useRef<HTMLSpanElement>(null)
  const byKey = useRef(false)
  useEffect(() => {
    const root = place.current?.parentElement
    const onKeyDown = () => {
      byKey.current = true
    }
    const onPointerMove = () => {
      byKey.current = false
    }
    root?.addEventListener('keydown', onKeyDown)
    root?.addEventListener('pointermove', onPointerMove)
    return () => {
      root?.removeEventListener('keydown', onKeyDown)
      root?.removeEventListener('pointermove', onPointerMove)
    }
  }, [])
  useEffect(() => {
    if (active && byKey.current)
      place.current?.parentElement?.querySelector('[data-active]')?.scrollIntoView({ block: 'nearest' })
  }, [active])
  return <span ref={place} hidden />
}
