// The sound of a message is chosen by hearing it.
import { t } from '@/i18n'
import { ring, SOUNDS } from '@/lib/sound'
import { prefer, usePreferences } from '@/store/preferences'
import { Choice } from '@/ui/choice/Choice'
import { Hint } from '@/ui/hint/Hint'

export default function WhichSound() {
  const chosen = usePreferences(all => all.sound)
  return (
    <div>
      <Choice
        label={t('sound.title')}
        list
        value={chosen}
        options={SOUNDS.map(sound => [sound, t(`sound.${sound}`)] as const)}
        onChange={sound => {
          prefer({ sound })
          ring(sound, true)
        }}
      />
      <Hint>{t('sound.text')}</Hint>
    </div>
  )
}
