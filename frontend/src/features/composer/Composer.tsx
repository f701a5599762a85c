// The composer is the field in which a message is written, with what belongs to it.
import { Check, Pencil, Reply, SendHorizontal, Smile, X } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useRef, useState } from 'react'
import { t } from '@/i18n'
import { IconButton } from '@/ui/icon-button/IconButton'
import s from './composer.module.css'
import { type About, useComposer } from './useComposer'

const EmojiPicker = lazy(() => import('./EmojiPicker'))
const Mentions = lazy(() => import('./Mentions'))
const SHOWN_LEFT = 200
const STRIP = { edit: 'write.editing', reply: 'write.replying', correct: 'write.correcting' } as const

interface Props {
  chatId: string
  limit: number
  about: About | undefined
  stop: () => void
  editLast: () => void
}

export function Composer(props: Props) {
  const { about, stop } = props
  const compose = useComposer(props)
  const picker = useRef<HTMLDivElement>(null)
  const [picking, setPicking] = useState(false)
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
          {compose.text.includes('@') && (
            <Suspense fallback={null}>
              <Mentions
                chatId={props.chatId}
                text={compose.text}
                field={compose.field}
                put={(from, piece) => compose.insert(piece, from)}
              />
            </Suspense>
          )}
          {about && (
            <div className={s.strip}>
              {about.kind === 'reply' ? <Reply size={20} aria-hidden /> : <Pencil size={20} aria-hidden />}
              <div>
                <strong>{t(STRIP[about.kind])}</strong>
                <span dir="auto">{about.message.text}</span>
              </div>
              <IconButton label={t('app.cancel')} onClick={stop}>
                <X size={20} />
              </IconButton>
            </div>
          )}
          <div className={s.line}>
            <IconButton
              label={t('write.emoji')}
              aria-expanded={picking}
              onClick={event => {
                const box = event.currentTarget.getBoundingClientRect()
                const element = picker.current
                if (!element) return
                element.style.setProperty('bottom', `${innerHeight - box.top + 8}px`)
                element.style.setProperty(
                  'inset-inline-start',
                  `${Math.max(8, document.documentElement.dir === 'rtl' ? innerWidth - box.right : box.left)}px`,
                )
                element.togglePopover()
              }}
            >
              <Smile />
            </IconButton>
            <textarea
              ref={compose.field}
              rows={1}
              dir="auto"
              data-composer
              placeholder={t('write.field')}
              aria-label={t('write.field')}
              enterKeyHint="send"
              value={compose.text}
              onChange={event => compose.change(event.target.value)}
              onKeyDown={compose.onKeyDown}
            />
          </div>
          {compose.left <= SHOWN_LEFT && (
            <p className={s.left} data-over={compose.left < 0} role="status">
              {compose.left < 0 ? t('write.over', { n: -compose.left }) : t('write.left', { n: compose.left })}
            </p>
          )}
        </div>
        <button
          type="submit"
          className={s.send}
          aria-label={about?.kind === 'edit' ? t('write.save') : t('write.send')}
          disabled={!compose.ready}
        >
          {about?.kind === 'edit' ? <Check /> : <SendHorizontal />}
        </button>
      </form>
      <div ref={picker} popover="auto" className={s.picker} onToggle={event => setPicking(event.newState === 'open')}>
        {picking && (
          <Suspense fallback={<div className={s.emoji} />}>
            <EmojiPicker
              onPick={emoji => {
                picker.current?.hidePopover()
                compose.insert(emoji)
              }}
            />
          </Suspense>
        )}
      </div>
    </div>
  )
}

export function ComposerNote({ text, children }: { text: string; children?: ReactNode }) {
  return (
    <div className={s.composer}>
      <p className={s.note}>{text}</p>
      {children}
    </div>
  )
}
