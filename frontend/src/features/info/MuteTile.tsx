// This tile mutes a chat, or lets it be heard again.
import { Bell, BellOff } from 'lucide-react'
import { t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import { isMuted } from '@/store/select'
import type { ChatEntry } from '@/store/state'
import { sync } from '@/sync/browser/sync'
import { Tile } from '@/ui/action/Action'
import { toast } from '@/ui/toasts/Toasts'

export function MuteTile({ chat }: { chat: ChatEntry }) {
  const muted = isMuted(chat, Date.now())
  const toggle = () =>
    void sync.chats.setMine(chat.id, { muted_until: muted ? null : 'forever' }).catch(fault => toast(faultText(fault)))
  return muted ? (
    <Tile icon={<Bell />} text={t('chat.unmute')} run={toggle} />
  ) : (
    <Tile icon={<BellOff />} text={t('chat.mute')} run={toggle} />
  )
}
