// A one-time way in is shown once: a link to the page that sets a new password.
import { formatMoment, t } from '@/i18n'
import type { WayIn as Made } from '@/server/admin'
import { Button } from '@/ui/button/Button'
import { Dialog } from '@/ui/dialog/Dialog'
import { Stack } from '@/ui/layout/Layout'
import { toast } from '@/ui/toasts/Toasts'
import s from './admin.module.css'

interface Props {
  wayIn: Made
  name: string
  onClose: () => void
}

export function WayIn({ wayIn, name, onClose }: Props) {
  // Behind the #, which no proxy and no log sees.
  const link = `${location.origin}/way-in#${encodeURIComponent(wayIn.token)}`
  const copy = () =>
    void navigator.clipboard.writeText(link).then(
      () => toast(t('message.copied')),
      () => toast(t('app.failed')),
    )
  return (
    <Dialog title={t('admin.wayIn')} onClose={onClose}>
      <p>{t('admin.wayInText', { name, time: formatMoment(Date.parse(wayIn.expires_at)) })}</p>
      <code className={s.secret} dir="ltr">
        {link}
      </code>
      <Stack>
        <Button kind="primary" onClick={copy}>
          {t('admin.copyLink')}
        </Button>
        <Button kind="quiet" onClick={onClose}>
          {t('app.close')}
        </Button>
      </Stack>
    </Dialog>
  )
}
