// The picker offers all emoji, with a search; its data come from our own origin.
import { EmojiPicker as Picker } from 'frimousse'
import { currentLocale, t } from '@/i18n'
import s from './composer.module.css'

export default function EmojiPicker({ onPick }: { onPick: (emoji: string) => void }) {
  const locale = currentLocale()
  return (
    <Picker.Root
      className={s.emoji}
      emojibaseUrl="/emoji"
      locale={locale === 'es' || locale === 'ja' ? locale : 'en'}
      onEmojiSelect={({ emoji }) => onPick(emoji)}
    >
      <Picker.Search aria-label={t('list.search')} placeholder={t('list.search')} autoFocus />
      <Picker.Viewport tabIndex={0}>
        <Picker.Loading>{t('app.loading')}</Picker.Loading>
        <Picker.Empty>{t('list.none')}</Picker.Empty>
        <Picker.List />
      </Picker.Viewport>
    </Picker.Root>
  )
}
