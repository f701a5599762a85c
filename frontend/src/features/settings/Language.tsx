// This page says which language the interface speaks, and how it writes the time.
import { currentLocale, ENDONYMS, isLocale, LOCALES, speak, t } from '@/i18n'
import { prefer, usePreferences } from '@/store/preferences'
import { Choice } from '@/ui/choice/Choice'
import { Stack } from '@/ui/layout/Layout'

export function Language() {
  const clock = usePreferences(chosen => chosen.clock)
  const choose = async (locale: string, next: '12' | '24' | undefined) => {
    if (!isLocale(locale)) return
    await speak(locale, next)
    prefer({ locale, clock: next })
  }
  return (
    <Stack>
      <Choice
        list
        label={t('language.interface')}
        value={currentLocale()}
        options={LOCALES.map(locale => [locale, ENDONYMS[locale]] as const)}
        onChange={next => void choose(next, clock)}
      />
      <Choice
        list
        label={t('language.clock')}
        value={clock ?? 'auto'}
        options={[
          ['auto', t('language.clockAuto')],
          ['12', t('language.clock12')],
          ['24', t('language.clock24')],
        ]}
        onChange={next => void choose(currentLocale(), next === 'auto' ? undefined : next)}
      />
    </Stack>
  )
}
