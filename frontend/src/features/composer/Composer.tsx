// The composer is the field in which a message is written, with what belongs to it.

import { CaseSensitive, Check, SendHorizontal, Smile } from 'lucide-react'
import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react'
import { t, writingWords } from '@/i18n'
import { chunk } from '@/lib/chunk'
import { IconButton } from '@/ui/icon-button/IconButton'
import { Later } from '@/ui/later/Later'
import s from './composer.module.css'
import { type About, useComposer } from './useComposer'

const withWords = async <M,>(module: Promise<M>) => (await Promise.all([module, writingWords()]))[0]
const EmojiPicker = chunk(() => withWords(import('./EmojiPicker')))
const Aids = chunk(() => withWords(import('./Aids')))
const SHOWN_LEFT = 200
const EDGE = 8
/** The picker is usable with this much; where the field stands higher, it covers the field. */
const LEAST_ROOM = 240

type Written = ReturnType<typeof useComposer>

interface Props {
  chatId: string
  limit: number
  about: About | undefined
  stop: () => void
  editLast: () => void
}

/** Tells the looks whether the focus is moved by keys: a field has `:focus-visible` however it was reached. */
function useByKeys() {
  useEffect(() => {
    const { dataset } = document.documentElement
    const pressed = ({ key }: KeyboardEvent) => {
      if (key === 'Tab' || key === 'F6') dataset.keys = ''
    }
    const pointed = () => {
      delete dataset.keys
    }
    addEventListener('keydown', pressed)
    addEventListener('pointerdown', pointed)
    return () => {
      removeEventListener('keydown', pressed)
      removeEventListener('pointerdown', pointed)
    }
  }, [])
}

/** Whether something is selected in the field, while the focus is on it or on what belongs to it. */
function useSelected(field: RefObject<HTMLTextAreaElement | null>): boolean {
  const [selected, setSelected] = useState(false)
  useEffect(() => {
    const look = () => {
      const element = field.current
      if (element && element === document.activeElement) setSelected(element.selectionStart !== element.selectionEnd)
    }
    const left = ({ relatedTarget }: FocusEvent) => {
      if (!field.current?.form?.contains(relatedTarget as Node | null)) setSelected(false)
    }
    document.addEventListener('selectionchange', look)
    document.addEventListener('focusout', left)
    return () => {
      document.removeEventListener('selectionchange', look)
      document.removeEventListener('focusout', left)
    }
  }, [field])
  return selected
}

export function Composer(props: Props) {
  useByKeys()
  const { about } = props
  const compose = useComposer(props)
  const picker = useRef<HTMLDivElement>(null)
  const [picking, setPicking] = useState(false)
  const selected = useSelected(compose.field)
  const [formatting, setFormatting] = useState(false)
  const toggled = (open: boolean) => {
    setPicking(open)
    // The focus comes back to the button, and goes on to the field; on a phone that would raise the keyboard.
    const here = picker.current?.parentElement?.contains(document.activeElement)
    if (!open && here && !matchMedia('(pointer: coarse)').matches) compose.field.current?.focus()
  }
  return (
    <div className={s.composer}>
      <form
        className={s.form}
        onSubmit={event => {
          event.preventDefault()
          compose.submit()
        }}
      >
        <div className={s.box}>
          <Helped {...props} compose={compose} formats={selected || formatting} />
          <div className={s.line}>
            <IconButton
              label={t('write.emoji')}
              aria-expanded={picking}
              onClick={event => togglePicker(picker.current, event.currentTarget.getBoundingClientRect())}
            >
              <Smile />
            </IconButton>
            <textarea
              ref={compose.field}
              rows={1}
              // What is said while it is empty is in the words of the application.
              dir={compose.text ? 'auto' : undefined}
              data-composer
              placeholder={t('write.field')}
              aria-label={t('write.field')}
              enterKeyHint="send"
              value={compose.text}
              onChange={event => compose.change(event.target.value)}
              onKeyDown={compose.onKeyDown}
            />
            <FormatButton on={formatting} field={compose.field} set={setFormatting} />
          </div>
          {compose.left <= SHOWN_LEFT && <CharactersLeft n={compose.left} />}
        </div>
        <SendButton saves={about?.kind === 'edit'} ready={compose.ready} />
      </form>
      <div ref={picker} popover="auto" className={s.picker} onToggle={event => toggled(event.newState === 'open')}>
        {picking && (
          <Later fallback={<div className={s.loading} />}>
            <EmojiPicker onPick={emoji => compose.insert(emoji, undefined, true)} />
          </Later>
        )}
      </div>
    </div>
  )
}

interface HelpedProps extends Pick<Props, 'chatId' | 'about' | 'stop'> {
  compose: Written
  formats: boolean
}

function Helped({ chatId, about, stop, compose, formats }: HelpedProps) {
  const { text, field, insert } = compose
  if (!about && !formats && !/[@:]/.test(text)) return null
  const put = (from: number, piece: string) => insert(piece, from)
  return (
    <Later>
      <Aids chatId={chatId} text={text} field={field} put={put} formats={formats} about={about} stop={stop} />
    </Later>
  )
}

interface FormatButtonProps {
  on: boolean
  field: Written['field']
  set: (on: boolean) => void
}

/** Keeps the bar of formats, for those who do not know that it comes with a selection. */
function FormatButton({ on, field, set }: FormatButtonProps) {
  const toggle = () => {
    set(!on)
    if (!matchMedia('(pointer: coarse)').matches) field.current?.focus()
  }
  return (
    <IconButton label={t('write.formatting')} aria-pressed={on} onClick={toggle}>
      <CaseSensitive />
    </IconButton>
  )
}

function SendButton({ saves, ready }: { saves: boolean; ready: boolean }) {
  return (
    <button type="submit" className={s.send} aria-label={saves ? t('write.save') : t('write.send')} disabled={!ready}>
      {saves ? <Check /> : <SendHorizontal className={s.mirror} />}
    </button>
  )
}

function CharactersLeft({ n }: { n: number }) {
  return (
    <p className={s.left} data-over={n < 0} role="status">
      {n < 0 ? t('write.over', { n: -n }) : t('write.left', { n })}
    </p>
  )
}

/** Opens the picker above its button, or closes it. */
function togglePicker(element: HTMLElement | null, button: DOMRect) {
  if (!element) return
  const start = document.documentElement.dir === 'rtl' ? innerWidth - button.right : button.left
  const above = Math.min(Math.max(button.top - EDGE, LEAST_ROOM), innerHeight - EDGE)
  element.style.setProperty('--room', `${above - EDGE}px`)
  element.style.setProperty('bottom', `${Math.min(innerHeight - button.top + EDGE, innerHeight - above)}px`)
  element.togglePopover()
  const { width } = element.getBoundingClientRect()
  element.style.setProperty('inset-inline-start', `${Math.max(EDGE, Math.min(start, innerWidth - width - EDGE))}px`)
}

export function ComposerNote({ text, children }: { text: string; children?: ReactNode }) {
  return (
    <div className={s.composer}>
      <p className={s.note}>{text}</p>
      {children}
    </div>
  )
}
