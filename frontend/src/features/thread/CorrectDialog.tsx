// In this dialog one corrects a message: one's own version of it, and under it the slip as the other person will see it,
// while one types.
import { PencilLine } from 'lucide-react'
import { type KeyboardEvent, useDeferredValue, useId, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { t } from '@/i18n'
import { changes, diff } from '@/lib/diff'
import type { Message } from '@/store/state'
import { useStore } from '@/store/store'
import { sync } from '@/sync/browser/sync'
import { Button } from '@/ui/button/Button'
import { Dialog, DialogButtons } from '@/ui/dialog/Dialog'
import s from './correct.module.css'
import { Diff } from './Slip'

interface Props {
  message: Message
  /** How long a message may be. */
  limit: number
  onClose: () => void
}

export function CorrectDialog({ message, limit, onClose }: Props) {
  const original = message.text ?? ''
  const [text, setText] = useState(original)
  const name = useStore(state => state.users[message.author_id ?? '']?.display_name ?? '…')
  const written = text.trim()
  // The letters come first: a long text is compared a moment later.
  const shown = useDeferredValue(written)
  const pieces = useMemo(() => diff(original, shown), [original, shown])
  const left = limit - [...text].length
  const ready = written !== '' && written !== original && left >= 0
  const send = () => {
    if (!ready) return
    sync.messages.send(message.chat_id, written, { corrects: message.seq })
    onClose()
  }
  return (
    <Dialog title={t('correct.title', { name })} wide onClose={onClose}>
      <form
        className={s.form}
        onSubmit={event => {
          event.preventDefault()
          send()
        }}
      >
        <Version text={text} over={left < 0} change={setText} send={send} />
        {left < 0 && <p role="alert">{t('write.over', { n: -left })}</p>}
        <div>
          <p className={s.label}>
            <span>{t('correct.preview', { name })}</span>
            <output>{t('slip.changes', { n: changes(pieces) })}</output>
          </p>
          <div className={s.slip}>
            <div className={s.paper}>
              <p className={s.head}>
                <PencilLine size={16} aria-hidden />
                <bdi>{t('slip.mine', { name })}</bdi>
              </p>
              <p className={s.diff} dir="auto">
                <Diff pieces={pieces} />
              </p>
            </div>
          </div>
        </div>
        <DialogButtons onClose={onClose}>
          <Button kind="primary" type="submit" disabled={!ready}>
            {t('correct.send')}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  )
}

interface VersionProps {
  text: string
  over: boolean
  change: (text: string) => void
  send: () => void
}

/** It begins with the original, and the caret at its end. */
function Version({ text, over, change, send }: VersionProps) {
  const id = useId()
  const field = useRef<HTMLTextAreaElement>(null)
  useLayoutEffect(() => {
    field.current?.focus()
    field.current?.setSelectionRange(field.current.value.length, field.current.value.length)
  }, [])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    send()
  }
  return (
    <div>
      <label className={s.label} htmlFor={id}>
        {t('correct.version')}
      </label>
      <textarea
        ref={field}
        id={id}
        className={s.field}
        dir="auto"
        rows={2}
        aria-invalid={over || undefined}
        aria-keyshortcuts="Control+Enter"
        value={text}
        onChange={event => change(event.target.value)}
        onKeyDown={onKeyDown}
      />
    </div>
  )
}
