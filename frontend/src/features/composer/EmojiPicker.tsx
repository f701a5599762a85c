// The picker offers all emoji: those used last, by group, in the reader's skin tone, with a search; its data come from
// our own origin.
import {
  type EmojiPickerListEmojiProps,
  type EmojiPickerListRowProps,
  EmojiPicker as Picker,
  useActiveEmoji,
} from 'frimousse'
import { useEffect, useRef, useState } from 'react'
import { currentLocale, t } from '@/i18n'
import { prefer, preferences, usePreferences } from '@/store/preferences'
import { GroupTabs, SkinTones } from './EmojiTabs'
import s from './emoji.module.css'

/** Nine columns fit from here on. */
const WIDE = 344
const KEPT = 36

export default function EmojiPicker({ onPick }: { onPick: (emoji: string) => void }) {
  const locale = currentLocale()
  const columns = innerWidth < WIDE ? 8 : 9
  const [searching, setSearching] = useState(false)
  const tone = usePreferences(chosen => chosen.skinTone)
  const viewport = useRef<HTMLDivElement>(null)
  const pick = (emoji: string) => {
    const before = preferences.getState().emoji.filter(one => one !== emoji)
    prefer({ emoji: [emoji, ...before].slice(0, KEPT) })
    onPick(emoji)
  }
  return (
    <Picker.Root
      className={s.emoji}
      emojibaseUrl="/emoji"
      columns={columns}
      locale={locale === 'es' || locale === 'ja' ? locale : 'en'}
      skinTone={tone}
      onEmojiSelect={({ emoji }) => pick(emoji)}
    >
      <div className={s.top}>
        <Picker.Search
          aria-label={t('list.search')}
          placeholder={t('list.search')}
          autoFocus={!matchMedia('(pointer: coarse)').matches}
          onChange={event => setSearching(event.target.value.trim() !== '')}
        />
        <SkinTones />
      </div>
      {!searching && <GroupTabs viewport={viewport} />}
      {!searching && <Recent most={columns} onPick={pick} />}
      <Picker.Viewport tabIndex={0} ref={viewport}>
        <Picker.Loading>{t('app.loading')}</Picker.Loading>
        <Picker.Empty>{t('list.none')}</Picker.Empty>
        <Picker.List components={PARTS} />
      </Picker.Viewport>
      <KeptInView />
    </Picker.Root>
  )
}

/** As they were when the picker was opened: what is pressed again must not move away. */
function Recent({ most, onPick }: { most: number; onPick: (emoji: string) => void }) {
  const [recent] = useState(() => preferences.getState().emoji.slice(0, most))
  if (recent.length === 0) return null
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups what is filled in
    <div role="group" aria-label={t('emoji.recent')} className={s.recent}>
      {recent.map(emoji => (
        <button key={emoji} type="button" onClick={() => onPick(emoji)}>
          {emoji}
        </button>
      ))}
    </div>
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
  <button type="button" {...props} title={emoji.label} aria-colindex={fromOne(props['aria-colindex'])}>
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
