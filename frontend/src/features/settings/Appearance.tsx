// This page says how the application looks and which keys it takes: choices about this browser. What is chosen shows at
// once, beside the choices.
import { Check, Eye } from 'lucide-react'
import { t } from '@/i18n'
import { ACCENTS, prefer, usePreferences } from '@/store/preferences'
import { Choice, Group } from '@/ui/choice/Choice'
import { Section, Stack } from '@/ui/layout/Layout'
import { Slider } from '@/ui/slider/Slider'
import { Switch } from '@/ui/switch/Switch'
import s from './appearance.module.css'
import { Preview } from './Preview'
import { Thumbnail } from './Thumbnail'

const SIZES = [14, 15, 16, 18, 20]
const THEMES = ['light', 'dark', 'system'] as const

export function Appearance() {
  return (
    <div className={s.sides}>
      <Stack>
        <Theme />
        <Accent />
        <Text />
        <div>
          <Section title={t('look.behind')} />
          <Behind />
          <Section title={t('look.writing')} />
          <Keys />
        </div>
      </Stack>
      <div className={s.preview}>
        <h2>
          <Eye size={18} aria-hidden />
          {t('look.preview')}
        </h2>
        <Preview />
      </div>
    </div>
  )
}

function Theme() {
  const chosen = usePreferences(all => all.theme)
  return (
    <Group label={t('look.theme')} className={s.themes}>
      {name =>
        THEMES.map(theme => (
          <label key={theme} className={s.theme}>
            <Thumbnail theme={theme} />
            <span>
              <input type="radio" name={name} checked={theme === chosen} onChange={() => prefer({ theme })} />
              {t(`look.${theme}`)}
            </span>
          </label>
        ))
      }
    </Group>
  )
}

function Accent() {
  const chosen = usePreferences(all => all.accent)
  return (
    <Group label={t('look.accent')} className={s.accents}>
      {name =>
        ACCENTS.map(accent => (
          <label key={accent} className={s.accent}>
            <input type="radio" name={name} checked={accent === chosen} onChange={() => prefer({ accent })} />
            <span className={s.swatch} data-accent={accent}>
              {accent === chosen && <Check size={20} aria-hidden />}
            </span>
            {t(`look.${accent}`)}
          </label>
        ))
      }
    </Group>
  )
}

function Text() {
  const { size, density } = usePreferences(all => all)
  return (
    <>
      <Slider
        label={t('look.size')}
        values={SIZES}
        value={size}
        least={<span className={s.small}>A</span>}
        most={<span className={s.large}>A</span>}
        onChange={next => prefer({ size: next })}
      />
      <Choice
        label={t('look.density')}
        value={density}
        options={[
          ['normal', t('look.roomy')],
          ['compact', t('look.compact')],
        ]}
        onChange={next => prefer({ density: next })}
      />
    </>
  )
}

function Behind() {
  const { pattern, motion } = usePreferences(all => all)
  return (
    <>
      <Switch
        label={t('look.pattern')}
        hint={t('look.patternText')}
        checked={pattern}
        onChange={on => prefer({ pattern: on })}
      />
      <Switch
        label={t('look.motion')}
        hint={t('look.motionText')}
        checked={motion === 'less'}
        onChange={on => prefer({ motion: on ? 'less' : 'system' })}
      />
    </>
  )
}

function Keys() {
  const { sendBy, letterKeys } = usePreferences(all => all)
  return (
    <>
      <Switch
        label={t('look.send')}
        checked={sendBy === 'ctrl-enter'}
        onChange={on => prefer({ sendBy: on ? 'ctrl-enter' : 'enter' })}
      />
      <Switch label={t('look.letters')} checked={letterKeys} onChange={on => prefer({ letterKeys: on })} />
    </>
  )
}
