// This dialog forwards messages to another chat.
import { useId, useMemo, useState } from 'react'
import { t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import { newId } from '@/lib/ids'
import { useNavigate } from '@/lib/router'
import { forward as forwardMessage } from '@/server/messages'
import { peerOf } from '@/store/saved'
import { chatList } from '@/store/select'
import type { ChatEntry, Message } from '@/store/state'
import { read, useStore } from '@/store/store'
import { Avatar } from '@/ui/avatar/Avatar'
import { Dialog, DialogButtons } from '@/ui/dialog/Dialog'
import { Field } from '@/ui/field/Field'
import { personClass } from '@/ui/person/Person'
import { toast } from '@/ui/toasts/Toasts'
import s from './search.module.css'

const SHOWN = 50
const nameOf = (chat: ChatEntry) => peerOf(read(), chat, t('saved.title'))?.display_name ?? chat.title ?? ''

export function Forward({ messages, onClose }: { messages: readonly Message[]; onClose: () => void }) {
  const navigate = useNavigate()
  const chats = useStore(state => state.chats)
  const [query, setQuery] = useState('')
  // One for each time it is meant: clicking twice forwards once.
  const [clientIds] = useState(() => messages.map(newId))
  const label = useId()
  const lower = query.trim().toLocaleLowerCase()
  const found = useMemo(
    () =>
      chatList(chats, 'all')
        .filter(chat => chat.me.request === null && nameOf(chat).toLocaleLowerCase().includes(lower))
        .slice(0, SHOWN),
    [chats, lower],
  )
  const forward = async (chat: ChatEntry) => {
    onClose()
    try {
      // One after the other, so that they keep their order.
      for (const [index, { chat_id, seq }] of messages.entries()) {
        await forwardMessage(chat_id, seq, chat.id, clientIds[index] ?? newId())
      }
      toast(t('forward.done'))
      navigate(`/c/${chat.id}`)
    } catch (fault) {
      toast(faultText(fault))
    }
  }
  return (
    <Dialog title={t('forward.title')} onClose={onClose}>
      <Field label={t('list.search')} type="search" value={query} onChange={event => setQuery(event.target.value)} />
      <p id={label} className="only-heard">
        {t('list.title')}
      </p>
      {found.length === 0 && <p role="status">{t('forward.none')}</p>}
      <ul className={s.choices} aria-labelledby={label}>
        {found.map(chat => (
          <li key={chat.id}>
            <button type="button" className={personClass} onClick={() => void forward(chat)}>
              <Avatar
                id={peerOf(read(), chat, t('saved.title'))?.id ?? chat.id}
                name={nameOf(chat)}
                picture={chat.peer?.avatar?.small ?? chat.avatar?.small}
                size={40}
              />
              <strong dir="auto">{nameOf(chat)}</strong>
            </button>
          </li>
        ))}
      </ul>
      <DialogButtons onClose={onClose}>{null}</DialogButtons>
    </Dialog>
  )
}
