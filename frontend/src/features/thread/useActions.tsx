// What can be done with one message, as the items of its menu.
import { Copy, Pencil, RotateCcw, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import type { Row } from '@/store/rows'
import type { ChatEntry, Message } from '@/store/state'
import { remove } from '@/sync/commands'
import { discard, tryAgain } from '@/sync/sending'
import type { Item } from '@/ui/Menu'
import { toast } from '@/ui/Toasts'

interface Open {
  readonly row: Row
  readonly at: { x: number; y: number }
}

export function useActions(chat: ChatEntry | undefined, editWindow: number, onEdit: (message: Message) => void) {
  const [open, setOpen] = useState<Open>()
  const [deleting, setDeleting] = useState<Message>()

  const copy = (text: string) =>
    void navigator.clipboard.writeText(text).then(
      () => toast(t('message.copied')),
      () => toast(t('app.failed')),
    )

  function items(row: Row): Item[] {
    if (row.kind === 'pending') {
      return [
        ...(row.item.state === 'failed'
          ? [{ text: t('message.retry'), icon: <RotateCcw />, run: () => tryAgain(row.item.clientId) }]
          : []),
        { text: t('message.copy'), icon: <Copy />, run: () => copy(row.item.text) },
        ...(row.item.state === 'failed'
          ? [{ text: t('message.discard'), icon: <Trash2 />, danger: true, run: () => discard(row.item.clientId) }]
          : []),
      ]
    }
    if (row.kind !== 'message') return []
    const { message, mine } = row
    const age = (Date.now() - Date.parse(message.created_at)) / 1000
    const found: Item[] = []
    if (message.text) found.push({ text: t('message.copy'), icon: <Copy />, run: () => copy(message.text ?? '') })
    if (mine && age < editWindow) found.push({ text: t('message.edit'), icon: <Pencil />, run: () => onEdit(message) })
    if (mine || (chat?.kind === 'group' && chat.me.role !== 'member')) {
      found.push({ text: t('message.delete'), icon: <Trash2 />, danger: true, run: () => setDeleting(message) })
    }
    return found
  }

  return {
    open,
    items: open ? items(open.row) : [],
    show: (row: Row, at: { x: number; y: number }) => setOpen({ row, at }),
    hide: () => setOpen(undefined),
    deleting,
    keep: () => setDeleting(undefined),
    remove: (message: Message) => void remove(message).catch(fault => toast(faultText(fault))),
  }
}
