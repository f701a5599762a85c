// The list shows a chat's last message as one line, which is made here.

import { t } from '@/i18n'
import { serviceText } from '@/i18n/service'
import { plain } from '@/lib/markup/plain'
import type { Message } from '@/store/state'

const SHOWN = 160

export function lastMessageLine(message: Message, author: string, me: string | undefined): string {
  if (message.deleted_at) return t('message.deleted')
  if (message.unreadable) return t('message.unreadable')
  if (message.kind === 'service')
    return serviceText(message.service, message.author_id === me ? t('message.me') : author, [])
  return (message.text ? plain(message.text, true) : t('message.unknown')).slice(0, SHOWN).replace(/\s+/g, ' ')
}
