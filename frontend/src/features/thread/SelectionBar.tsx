// This bar acts on several messages at once. It stands where the chat's head does.
import { Copy, Forward as ForwardIcon, Star, Trash2, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useStore as useShared } from 'zustand'
import { t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import type { ChatEntry } from '@/store/state'
import { read } from '@/store/store'
import { find } from '@/store/thread'
import { sync } from '@/sync/browser/sync'
import { Button } from '@/ui/button/Button'
import { Dialog, DialogButtons } from '@/ui/dialog/Dialog'
import { IconButton } from '@/ui/icon-button/IconButton'
import { toast } from '@/ui/toasts/Toasts'
import { Forward } from './Forward'
import { selection, unselect } from './selection'
import s from './thread.module.css'

export default function SelectionBar({ chat }: { chat: ChatEntry }) {
  const [step, setStep] = useState<'forward' | 'delete'>()
  const seqs = useShared(selection, all => all.seqs)
  const me = read().me?.id
  const messages = [...seqs]
    .sort((a, b) => a - b)
    .flatMap(seq => find(read().threads[chat.id], seq) ?? [])
    .filter(message => !message.deleted_at)
  const rules = chat.kind === 'group' && chat.me.role !== 'member'
  const forAll = rules || messages.every(message => message.author_id === me)
  useEscape(unselect)
  const all = async (work: (message: (typeof messages)[number]) => Promise<unknown>) => {
    unselect()
    const done = await Promise.allSettled(messages.map(work))
    const refused = done.find(one => one.status === 'rejected')
    if (refused) toast(faultText(refused.reason))
  }
  const copy = () => {
    unselect()
    void navigator.clipboard.writeText(messages.map(message => message.text ?? '').join('\n')).then(
      () => toast(t('message.copied')),
      () => toast(t('app.failed')),
    )
  }
  return (
    <header className={`${s.head} ${s.choosing}`}>
      <IconButton label={t('app.cancel')} onClick={unselect}>
        <X />
      </IconButton>
      <h1 className={s.chosen} aria-live="polite">
        {t('select.count', { n: seqs.size })}
      </h1>
      <IconButton label={t('message.forward')} mirror onClick={() => setStep('forward')}>
        <ForwardIcon />
      </IconButton>
      <IconButton
        label={t('message.star')}
        onClick={() => void all(message => (message.starred ? Promise.resolve() : sync.messages.star(message)))}
      >
        <Star />
      </IconButton>
      <IconButton label={t('message.copy')} onClick={copy}>
        <Copy />
      </IconButton>
      <IconButton label={t('message.delete')} onClick={() => setStep('delete')}>
        <Trash2 />
      </IconButton>
      {step === 'forward' && (
        <Forward
          messages={messages}
          onClose={() => {
            setStep(undefined)
            unselect()
          }}
        />
      )}
      {step === 'delete' && (
        <DeleteDialog
          count={seqs.size}
          onClose={() => setStep(undefined)}
          onHide={() => void all(sync.messages.hide)}
          onDelete={forAll ? () => void all(sync.messages.remove) : undefined}
        />
      )}
    </header>
  )
}

function useEscape(run: () => void) {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || document.querySelector('dialog[open], [popover]:popover-open')) return
      event.preventDefault()
      event.stopPropagation()
      run()
    }
    // Before the keys of the window, which would leave the chat.
    addEventListener('keydown', onKeyDown, { capture: true })
    return () => {
      removeEventListener('keydown', onKeyDown, { capture: true })
    }
  }, [run])
}

interface DeleteProps {
  count: number
  onClose: () => void
  onHide: () => void
  /** Only where all of them may be deleted for everyone. */
  onDelete: (() => void) | undefined
}

function DeleteDialog({ count, onClose, onHide, onDelete }: DeleteProps) {
  return (
    <Dialog title={t('select.delete', { n: count })} onClose={onClose}>
      <p>{onDelete ? t('message.deleteText') : t('message.hideText')}</p>
      <DialogButtons onClose={onClose}>
        <Button onClick={onHide}>{t('message.hide')}</Button>
        {onDelete && (
          <Button kind="danger" onClick={onDelete}>
            {t('message.delete')}
          </Button>
        )}
      </DialogButtons>
    </Dialog>
  )
}
