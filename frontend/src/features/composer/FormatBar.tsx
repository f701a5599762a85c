// The bar offers formatting while something is selected in the field, or while it is wanted.
import { Bold, CircleHelp, Code, EyeOff, Italic, List, Strikethrough, TextQuote } from 'lucide-react'
import { type KeyboardEvent, type RefObject, useState } from 'react'
import { t } from '@/i18n'
import { Dialog } from '@/ui/dialog/Dialog'
import { apply, type Format } from './format'
import s from './format.module.css'
import { FORMATS, keysOf } from './formats'

const ICONS: Readonly<Record<Format, typeof Bold>> = {
  bold: Bold,
  italic: Italic,
  strike: Strikethrough,
  code: Code,
  spoiler: EyeOff,
  quote: TextQuote,
  list: List,
}

export function FormatBar({ field }: { field: RefObject<HTMLTextAreaElement | null> }) {
  const [helping, setHelping] = useState(false)
  return (
    <>
      <div role="toolbar" aria-label={t('write.formatting')} className={s.bar} onKeyDown={onKeyDown}>
        {FORMATS.map(({ format, text, key }, at) => {
          const Icon = ICONS[format]
          const keys = keysOf(key).join('+')
          return (
            <button
              key={format}
              type="button"
              tabIndex={at === 0 ? 0 : -1}
              aria-label={t(text)}
              title={keys ? `${t(text)} (${keys})` : t(text)}
              // The selection stays where it is.
              onPointerDown={event => event.preventDefault()}
              onMouseDown={event => event.preventDefault()}
              onClick={() => field.current && apply(field.current, format)}
            >
              <Icon size={20} aria-hidden />
            </button>
          )
        })}
        <button
          type="button"
          tabIndex={-1}
          aria-label={t('write.formatHelp')}
          title={t('write.formatHelp')}
          aria-haspopup="dialog"
          onClick={() => setHelping(true)}
        >
          <CircleHelp size={20} aria-hidden />
        </button>
      </div>
      {helping && <FormatHelp onClose={() => setHelping(false)} />}
    </>
  )
}

/** Arrows move in a toolbar; the focus is on one of its buttons. */
function onKeyDown(event: KeyboardEvent<HTMLElement>) {
  const buttons = [...event.currentTarget.querySelectorAll('button')]
  const at = buttons.indexOf(document.activeElement as HTMLButtonElement)
  const forward = document.documentElement.dir === 'rtl' ? -1 : 1
  const step = event.key === 'ArrowRight' ? forward : event.key === 'ArrowLeft' ? -forward : undefined
  const next =
    event.key === 'Home' ? 0 : event.key === 'End' ? buttons.length - 1 : step === undefined ? undefined : at + step
  if (next === undefined || at < 0) return
  event.preventDefault()
  const target = buttons[(next + buttons.length) % buttons.length]
  for (const button of buttons) button.tabIndex = button === target ? 0 : -1
  target?.focus()
}

function FormatHelp({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title={t('write.formatting')} onClose={onClose}>
      <dl className={s.help}>
        {[...FORMATS, { format: 'block', text: 'write.codeBlock', sign: '```\n…\n```', key: undefined } as const].map(
          ({ format, text, sign, key }) => (
            <div key={format}>
              <dt>{t(text)}</dt>
              <dd dir="ltr">
                <code>{sign}</code>
                {keysOf(key).map(part => (
                  <kbd key={part}>{part}</kbd>
                ))}
              </dd>
            </div>
          ),
        )}
      </dl>
      <p className={s.hint}>{t('write.formatEscape')}</p>
    </Dialog>
  )
}
