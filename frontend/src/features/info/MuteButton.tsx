// This button mutes a chat, or lets it be heard again.
import { t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import { isMuted } from '@/store/select'
import type { ChatEntry } from '@/store/state'
import { sync } from '@/sync/browser/sync'
import { Button } from '@/ui/button/Button'
import { toast } from '@/ui/toasts/Toasts'

export function MuteButton({ chat }: { chat: ChatEntry }) {
  const muted = isMuted(chat, Date.now())
  const toggle = () =>
    void sync.chats.setMine(chat.id, { muted_until: muted ? null : 'forever' }).catch(fault => toast(faultText(fault)))
  return <Button onClick={toggle}>{muted ? t('chat.unmute') : t('chat.mute')}</Button>
}
