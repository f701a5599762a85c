// This dialog shows the earlier versions of an edited message.
import { useQuery } from '@tanstack/react-query'
import { formatMoment, t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import * as server from '@/server/messages'
import type { Message } from '@/store/state'
import { Dialog } from '@/ui/dialog/Dialog'

export default function History({ message, onClose }: { message: Message; onClose: () => void }) {
  const { chat_id, seq, rev } = message
  const revisions = useQuery(server.revisions(chat_id, seq, rev))
  return (
    <Dialog title={t('message.history')} onClose={onClose}>
      {revisions.isPending && <p>{t('app.loading')}</p>}
      {revisions.error && <p role="alert">{faultText(revisions.error)}</p>}
      <ul>
        {revisions.data?.items.map(({ revision, text, at }) => (
          <li key={revision}>
            <small>{formatMoment(Date.parse(at))}</small>
            <p dir="auto">{text ?? t('message.unreadable')}</p>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
