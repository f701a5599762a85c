// These dialogs open from the panel of a group: people to add, its edit, its admission, and leaving or deleting it.
import { useQueryClient } from '@tanstack/react-query'
import { t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import { chunk } from '@/lib/chunk'
import { useNavigate } from '@/lib/router'
import * as chats from '@/server/chats'
import { keys } from '@/server/keys'
import { withoutChat } from '@/store/apply'
import type { ChatEntry } from '@/store/state'
import { change } from '@/store/store'
import { Confirm } from '@/ui/dialog/Dialog'
import { Later } from '@/ui/later/Later'
import { toast } from '@/ui/toasts/Toasts'
import { AddPeople } from './AddPeople'

const EditGroup = chunk(() => import('./EditGroup'))
const Admission = chunk(() => import('./Admission'))

export type Open = 'leave' | 'delete' | 'add' | 'edit' | 'admission'

interface Props {
  chat: ChatEntry
  open: Open | undefined
  onClose: () => void
}

export function GroupDialogs({ chat, open, onClose }: Props) {
  const navigate = useNavigate()
  const client = useQueryClient()
  const go = (work: Promise<unknown>) =>
    void work.then(
      () => {
        navigate('/')
        change(state => withoutChat(state, chat.id))
      },
      fault => toast(faultText(fault)),
    )
  return (
    <>
      {open === 'leave' && (
        <Confirm
          title={t('chat.leave')}
          text={t('chat.leaveText')}
          action={t('chat.leave')}
          onClose={onClose}
          onConfirm={() => go(chats.leave(chat.id))}
        />
      )}
      {open === 'delete' && (
        <Confirm
          title={t('chat.delete')}
          text={t('chat.deleteText')}
          action={t('chat.delete')}
          onClose={onClose}
          onConfirm={() => go(chats.remove(chat.id))}
        />
      )}
      {open === 'add' && (
        <AddPeople
          chatId={chat.id}
          onClose={onClose}
          onDone={() => void client.invalidateQueries({ queryKey: keys.membersOf(chat.id) })}
        />
      )}
      {open === 'admission' && (
        <Later>
          <Admission chatId={chat.id} onClose={onClose} />
        </Later>
      )}
      {open === 'edit' && (
        <Later>
          <EditGroup chat={chat} onClose={onClose} />
        </Later>
      )}
    </>
  )
}
