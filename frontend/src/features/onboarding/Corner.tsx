// A person who cannot read the page, or whom it dazzles, changes that before signing in.
import { Globe, Moon, Sun } from 'lucide-react'
import { useState } from 'react'
import { currentLocale, ENDONYMS, LOCALES, speak, t } from '@/i18n'
import { chunk } from '@/lib/chunk'
import { prefer, preferences, usePreferences } from '@/store/preferences'
import { IconButton } from '@/ui/icon-button/IconButton'
import { Later } from '@/ui/later/Later'
import s from './onboarding.module.css'

const Menu = chunk(async () => ({ default: (await import('@/ui/menu/Menu')).Menu }), { rare: true })

export function Corner() {
  const [at, setAt] = useState<{ x: number; y: number }>()
  // Drawn anew when the theme changes; the page says which one `system` is.
  usePreferences(chosen => chosen.theme)
  const dark = document.documentElement.dataset.theme === 'dark'
  const items = LOCALES.filter(locale => locale !== currentLocale()).map(locale => ({
    text: ENDONYMS[locale],
    run: () => void speak(locale, preferences.getState().clock).then(() => prefer({ locale })),
  }))
  return (
    <div className={s.corner}>
      <IconButton
        label={t('language.interface')}
        aria-haspopup="menu"
        onClick={event => {
          const { left, bottom } = event.currentTarget.getBoundingClientRect()
          setAt({ x: left, y: bottom })
        }}
      >
        <Globe />
      </IconButton>
      <IconButton
        label={dark ? t('menu.light') : t('menu.dark')}
        onClick={() => prefer({ theme: dark ? 'light' : 'dark' })}
      >
        {dark ? <Sun /> : <Moon />}
      </IconButton>
      <Later>
        {at && <Menu label={t('language.interface')} items={items} at={at} onClose={() => setAt(undefined)} />}
      </Later>
    </div>
  )
}
