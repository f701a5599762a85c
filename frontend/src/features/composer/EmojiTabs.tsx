// These stand above the emoji: tabs that lead to the groups, and the skin tone of hands and people.
import { Coffee, Flag, Hand, Hash, Lightbulb, PawPrint, Plane, Smile, Trophy } from 'lucide-react'
import { type KeyboardEvent, type RefObject, useEffect, useState } from 'react'
import { t } from '@/i18n'
import { prefer, usePreferences } from '@/store/preferences'
import s from './emoji.module.css'

/** In the order of the list, by the numbers of the data; the third is what others are made of. */
const GROUPS = [
  ['emoji.group.0', Smile],
  ['emoji.group.1', Hand],
  ['emoji.group.3', PawPrint],
  ['emoji.group.4', Coffee],
  ['emoji.group.5', Plane],
  ['emoji.group.6', Trophy],
  ['emoji.group.7', Lightbulb],
  ['emoji.group.8', Hash],
  ['emoji.group.9', Flag],
] as const
const TONES = ['none', 'light', 'medium-light', 'medium', 'medium-dark', 'dark'] as const
const HANDS: Record<(typeof TONES)[number], string> = {
  none: '✋',
  light: '✋🏻',
  'medium-light': '✋🏼',
  medium: '✋🏽',
  'medium-dark': '✋🏾',
  dark: '✋🏿',
}

const tops = (viewport: HTMLElement | null) =>
  [...(viewport?.querySelectorAll<HTMLElement>('[frimousse-category]') ?? [])]
    // The first is what the library measures by.
    .filter(group => !group.closest('[aria-hidden]'))
    .map(group => group.offsetTop)

export function GroupTabs({ viewport }: { viewport: RefObject<HTMLDivElement | null> }) {
  const [now, setNow] = useState(0)
  useEffect(() => {
    const element = viewport.current
    const look = () => {
      const at = tops(element).findLastIndex(top => top <= (element?.scrollTop ?? 0) + 1)
      setNow(Math.max(0, at))
    }
    element?.addEventListener('scroll', look, { passive: true })
    return () => element?.removeEventListener('scroll', look)
  }, [viewport])
  const go = (at: number) => {
    const top = tops(viewport.current)[at]
    if (top !== undefined) viewport.current?.scrollTo({ top })
  }
  return (
    <div role="toolbar" aria-label={t('emoji.groups')} className={s.tabs} onKeyDown={alongRow}>
      {GROUPS.map(([name, Icon], at) => (
        <button
          key={name}
          type="button"
          tabIndex={at === now ? 0 : -1}
          aria-label={t(name)}
          title={t(name)}
          aria-current={at === now ? 'true' : undefined}
          onClick={() => go(at)}
        >
          <Icon size={20} aria-hidden />
        </button>
      ))}
    </div>
  )
}

export function SkinTones() {
  const [open, setOpen] = useState(false)
  const chosen = usePreferences(all => all.skinTone)
  if (!open)
    return (
      <button
        type="button"
        className={s.tone}
        aria-label={`${t('emoji.tone')}: ${t(`emoji.tone.${chosen}`)}`}
        title={t('emoji.tone')}
        aria-expanded={false}
        onClick={() => setOpen(true)}
      >
        {HANDS[chosen]}
      </button>
    )
  const choose = (tone: (typeof TONES)[number]) => {
    prefer({ skinTone: tone })
    setOpen(false)
  }
  return (
    <div role="toolbar" aria-label={t('emoji.tone')} className={s.tones} onKeyDown={alongRow}>
      {TONES.map(tone => (
        <button
          key={tone}
          type="button"
          className={s.tone}
          tabIndex={tone === chosen ? 0 : -1}
          aria-pressed={tone === chosen}
          aria-label={t(`emoji.tone.${tone}`)}
          title={t(`emoji.tone.${tone}`)}
          ref={element => void (tone === chosen && element?.focus())}
          onClick={() => choose(tone)}
        >
          {HANDS[tone]}
        </button>
      ))}
    </div>
  )
}

/** Arrows, Home and End move along a row of buttons. The grid's own keys are none of its business. */
function alongRow(event: KeyboardEvent<HTMLElement>) {
  const buttons = [...event.currentTarget.querySelectorAll('button')]
  const at = buttons.indexOf(document.activeElement as HTMLButtonElement)
  const forward = document.documentElement.dir === 'rtl' ? -1 : 1
  const steps: Record<string, number> = { ArrowRight: at + forward, ArrowLeft: at - forward, Home: 0, End: -1 }
  const next = steps[event.key]
  if (at < 0 || next === undefined) return
  event.preventDefault()
  event.stopPropagation()
  buttons.at(next % buttons.length)?.focus()
}
