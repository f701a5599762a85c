// This page says how the application looks and which language it speaks: choices about this browser.
import { currentLocale, ENDONYMS, isLocale, LOCALES, speak, t } from '@/i18n'
import { prefer, usePreferences } from '@/store/preferences'
import { Stack } from '@/ui/layout/Layout'
import { Select } from '@/ui/select/Select'
import { Switch } from '@/ui/switch/Switch'

const SIZES = [14, 15, 16, 18, 20]
const THEMES = ['system', 'light', 'dark'] as const
const ACCENTS = ['blue', 'green', 'violet', 'rose'] as const

export function Appearance() {
  const chosen = usePreferences(all => all)
  return (
    <Stack>
      <Select
        label={t('look.theme')}
        value={chosen.theme}
        options={THEMES.map(theme => [theme, t(`look.${theme}`)] as const)}
        onChange={event => prefer({ theme: THEMES.find(theme => theme === event.target.value) ?? 'system' })}
      />
      <Select
        label={t('look.accent')}
        value={chosen.accent}
        options={ACCENTS.map(accent => [accent, t(`look.${accent}`)] as const)}
        onChange={event => prefer({ accent: ACCENTS.find(accent => accent === event.target.value) ?? 'blue' })}
      />
      <Select
        label={t('look.size')}
        value={chosen.size}
        options={SIZES.map(size => [String(size), String(size)] as const)}
        onChange={event => prefer({ size: Number(event.target.value) })}
      />
      <div>
        <Switch
          label={t('look.density')}
          checked={chosen.density === 'compact'}
          onChange={on => prefer({ density: on ? 'compact' : 'normal' })}
        />
        <Switch
          label={t('look.motion')}
          checked={chosen.motion === 'less'}
          onChange={on => prefer({ motion: on ? 'less' : 'system' })}
        />
        <Switch
          label={t('look.send')}
          checked={chosen.sendBy === 'ctrl-enter'}
          onChange={on => prefer({ sendBy: on ? 'ctrl-enter' : 'enter' })}
        />
        <Switch label={t('look.letters')} checked={chosen.letterKeys} onChange={letterKeys => prefer({ letterKeys })} />
      </div>
    </Stack>
  )
}

export function Language() {
  const clock = usePreferences(chosen => chosen.clock)
  const choose = async (locale: string, next: '12' | '24' | undefined) => {
    if (!isLocale(locale)) return
    await speak(locale, next)
    prefer({ locale, clock: next })
  }
  return (
    <Stack>
      <Select
        label={t('language.interface')}
        value={currentLocale()}
        options={LOCALES.map(locale => [locale, ENDONYMS[locale]] as const)}
        onChange={event => void choose(event.target.value, clock)}
      />
      <Select
        label={t('language.clock')}
        value={clock ?? ''}
        options={[
          ['', t('language.clockAuto')],
          ['12', t('language.clock12')],
          ['24', t('language.clock24')],
        ]}
        onChange={event =>
          void choose(
            currentLocale(),
            event.target.value === '12' || event.target.value === '24' ? event.target.value : undefined,
          )
        }
      />
    </Stack>
  )
}
