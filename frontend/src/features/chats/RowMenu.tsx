// This menu changes a chat of the list for the person alone: pinned, muted, read, archived.
import { Archive, ArchiveRestore, Bell, BellOff, ExternalLink, Mail, MailOpen, Pin, PinOff } from 'lucide-react'
import { useState } from 'react'
import { t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import { isMuted } from '@/store/select'
import type { ChatEntry } from '@/store/state'
import { sync } from '@/sync/browser/sync'
import { type Item, Menu } from '@/ui/menu/Menu'
import { toast } from '@/ui/toasts/Toasts'

const HOUR = 3_600_000
const SPANS = [
  ['list.muteHour', HOUR],
  ['list.muteHours', 8 * HOUR],
  ['list.muteWeek', 7 * 24 * HOUR],
] as const

interface Props {
  chat: ChatEntry
  at: { x: number; y: number }
  onClose: () => void
}

export default function RowMenu({ chat, at, onClose }: Props) {
  const [muting, setMuting] = useState(false)
  const set = (mine: Parameters<typeof sync.chats.setMine>[1]) =>
    void sync.chats.setMine(chat.id, mine).catch(fault => toast(faultText(fault)))
  const mute = (until: string | null) => set({ muted_until: until })
  const unread = chat.unread > 0 || chat.me.marked_unread
  const spans: Item[] = [
    ...SPANS.map(([text, span]) => ({
      text: t(text),
      icon: <BellOff />,
      run: () => mute(new Date(Date.now() + span).toISOString()),
    })),
    { text: t('list.muteForever'), icon: <BellOff />, run: () => mute('forever') },
  ]
  const items: Item[] = [
    {
      text: t('list.openTab'),
      icon: <ExternalLink />,
      run: () => void window.open(`/c/${chat.id}`, '_blank', 'noopener'),
    },
    chat.me.pinned
      ? { text: t('message.unpin'), icon: <PinOff />, run: () => set({ pinned: false }) }
      : { text: t('message.pin'), icon: <Pin />, run: () => set({ pinned: true }) },
    isMuted(chat, Date.now())
      ? { text: t('chat.unmute'), icon: <Bell />, run: () => mute(null) }
      : { text: t('list.mute'), icon: <BellOff />, stays: true, run: () => setMuting(true) },
    unread
      ? {
          text: t('list.markRead'),
          icon: <MailOpen />,
          run: () => void sync.chats.markRead(chat.id, chat.seq).catch(fault => toast(faultText(fault))),
        }
      : { text: t('list.markUnread'), icon: <Mail />, run: () => set({ marked_unread: true }) },
    chat.me.archived
      ? { text: t('list.unarchive'), icon: <ArchiveRestore />, run: () => set({ archived: false }) }
      : { text: t('list.archive'), icon: <Archive />, run: () => set({ archived: true }) },
  ]
  return (
    <Menu
      key={muting ? 'mute' : 'chat'}
      label={muting ? t('list.mute') : t('list.actions')}
      items={muting ? spans : items}
      at={at}
      onClose={onClose}
    />
  )
}
