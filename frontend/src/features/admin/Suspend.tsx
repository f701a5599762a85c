// An administrator suspends an account here, for a reason that other administrators read.
import type { FormEvent } from 'react'
import { t } from '@/i18n'
import { Button } from '@/ui/button/Button'
import { Dialog, DialogButtons } from '@/ui/dialog/Dialog'
import { Field } from '@/ui/field/Field'

interface Props {
  onSuspend: (reason: string) => void
  onClose: () => void
}

export function Suspend({ onSuspend, onClose }: Props) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const reason = String(new FormData(event.currentTarget).get('reason')).trim()
    if (!reason) return
    onClose()
    onSuspend(reason)
  }
  return (
    <Dialog title={t('admin.suspend')} onClose={onClose}>
      <form onSubmit={submit}>
        <Field name="reason" label={t('admin.reason')} required maxLength={500} />
        <DialogButtons onClose={onClose}>
          <Button kind="danger" type="submit">
            {t('admin.suspend')}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  )
}
