// This dialog says who has received and read a message, as far as they let others know.
import { useQuery } from '@tanstack/react-query'
import { CheckCheck } from 'lucide-react'
import { t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import * as server from '@/server/messages'
import type { Message } from '@/store/state'
import { Button } from '@/ui/button/Button'
import { Dialog } from '@/ui/dialog/Dialog'
import { Waiting } from '@/ui/empty-state/EmptyState'
import { Line } from '@/ui/layout/Layout'
import { PersonText } from '@/ui/person/Person'
import s from './search.module.css'

export function Receipts({ message, onClose }: { message: Message; onClose: () => void }) {
  const { chat_id, seq } = message
  const query = useQuery(server.receipts(chat_id, seq))
  const items = query.data?.items ?? []
  const word = (state: string) => (state === 'read' ? t('receipts.read') : t('receipts.delivered'))
  return (
    <Dialog title={t('message.receipts')} onClose={onClose}>
      <Waiting of={query} fault={faultText} />
      {query.data && items.length === 0 && <p>{t('receipts.none')}</p>}
      <ul className={s.choices}>
        {items.map(({ user, state }) => (
          <Line key={user.id}>
            <PersonText user={user} under={word(state)} />
            <CheckCheck size={16} aria-hidden data-state={state} className={s.tick} />
          </Line>
        ))}
      </ul>
      <Button kind="quiet" onClick={onClose}>
        {t('app.close')}
      </Button>
    </Dialog>
  )
}
