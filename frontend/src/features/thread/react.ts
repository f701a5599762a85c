// A person reacts to a message, or takes it back; what is used most stands first the next time.
import { faultText } from '@/i18n/fault'
import { favor, favorites } from '@/store/favorites'
import type { Message } from '@/store/state'
import { sync } from '@/sync/browser/sync'
import { toast } from '@/ui/toasts/Toasts'

export { favorites }

export function react(message: Message, emoji: string) {
  if (message.reactions?.find(one => one.emoji === emoji)?.mine !== true) favor(emoji)
  void sync.messages.react(message, emoji).catch(fault => toast(faultText(fault)))
}
