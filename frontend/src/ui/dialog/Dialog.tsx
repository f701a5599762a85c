// A dialog is the native modal one: it traps focus, closes on Escape, and gives focus back to where it came from.
import { type ReactNode, useId, useLayoutEffect, useRef } from 'react'
import { t } from '@/i18n'
import { Button } from '../button/Button'
import { classes } from '../classes'
import s from './dialog.module.css'

interface DialogProps {
  title: string
  /** There is something to be read and written in it; on a phone it takes the whole screen. */
  wide?: boolean
  onClose: () => void
  children: ReactNode
  /** Looks of its own; the title is then heard only. */
  bare?: string
}
export function Dialog({ title, wide, onClose, children, bare }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  useLayoutEffect(() => {
    const opener = document.activeElement
    const element = dialog.current
    element?.showModal()
    return () => {
      // As long as it is open nothing outside can have the focus.
      element?.close()
      if (opener instanceof HTMLElement) opener.focus()
    }
  }, [])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click beside the dialog closes it; Escape does the same by itself
    <dialog
      ref={dialog}
      className={classes(s.dialog, bare)}
      data-wide={wide || undefined}
      aria-labelledby={id}
      onClose={event => {
        // React's strict mode closes it and opens it again before this is told.
        if (!event.currentTarget.open) onClose()
      }}
      onClick={event => {
        if (event.target === dialog.current) onClose()
      }}
    >
      <h2 id={id} className={bare && 'only-heard'}>
        {title}
      </h2>
      {children}
    </dialog>
  )
}

interface ConfirmProps {
  title: string
  text: string
  action: string
  kind?: 'danger' | 'primary'
  onConfirm: () => void
  onClose: () => void
}
export function Confirm({ title, text, action, kind = 'danger', onConfirm, onClose }: ConfirmProps) {
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{text}</p>
      <DialogButtons onClose={onClose}>
        <Button
          kind={kind}
          onClick={() => {
            onClose()
            onConfirm()
          }}
        >
          {action}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}

export function DialogButtons({ onClose, children }: { onClose: () => void; children: ReactNode }) {
  return (
    <div className={s.dialogButtons}>
      <Button kind="quiet" onClick={onClose}>
        {t('app.cancel')}
      </Button>
      {children}
    </div>
  )
}
