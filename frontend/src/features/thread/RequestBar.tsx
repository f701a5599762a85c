// This bar asks whether a stranger may write.

import { t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import { useNavigate } from '@/lib/router'
import * as server from '@/server/chats'
import { withoutChat } from '@/store/apply'
import { askAbout } from '@/store/asking'
import type { ChatEntry } from '@/store/state'
import { change } from '@/store/store'
import { sync } from '@/sync/browser/sync'
import { Button } from '@/ui/button/Button'
import { toast } from '@/ui/toasts/Toasts'
import s from './thread.module.css'

export default function RequestBar({ chat }: { chat: ChatEntry }) {
  const navigate = useNavigate()
  const name = chat.peer?.display_name ?? ''
  const accept = () => server.accept(chat.id).then(sync.chats.take, fault => toast(faultText(fault)))
  const decline = () =>
    server.decline(chat.id).then(
      () => {
        navigate('/')
        change(state => withoutChat(state, chat.id))
      },
      fault => toast(faultText(fault)),
    )
  const report = () => askAbout({ kind: 'report', target: { userId: chat.peer?.id, name } })
  return (
    <div className={s.strip}>
      <p>{t('chat.request', { name })}</p>
      <Button kind="primary" onClick={accept}>
        {t('chat.accept')}
      </Button>
      <Button onClick={decline}>{t('chat.decline')}</Button>
      <Button kind="quiet" onClick={report}>
        {t('message.report')}
      </Button>
    </div>
  )
}
