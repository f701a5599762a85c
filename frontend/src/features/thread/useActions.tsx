// What can be done with one message, as the items of its menu.
import { Copy, Pencil, Pin, PinOff, Reply, RotateCcw, SpellCheck, Star, StarOff, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import type { Row } from '@/store/rows'
import type { ChatEntry, Message } from '@/store/state'
import { pin, react, remove, star } from '@/sync/commands'
import { discard, tryAgain } from '@/sync/sending'
import type { Item } from '@/ui/Menu'
import { toast } from '@/ui/Toasts'

const QUICK = ['👍', '❤️', '😂', '😮', '😢', '🙏']

interface Open {
  readonly row: Row
  readonly at: { x: number; y: number }
}

export function useActions(
  chat: ChatEntry | undefined,
  editWindow: number,
  onAbout: (kind: 'edit' | 'reply' | 'correct', message: Message) => void,
) {
  const [open, setOpen] = useState<Open>()
  const [deleting, setDeleting] = useState<Message>()

  const run = (work: Promise<unknown>) => void work.catch(fault => toast(faultText(fault)))

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
    const may = chat?.kind === 'direct' || chat?.me.role !== 'member'
    found.push({ text: t('message.reply'), icon: <Reply />, run: () => onAbout('reply', message) })
    if (!mine && message.text)
      found.push({ text: t('message.correct'), icon: <SpellCheck />, run: () => onAbout('correct', message) })
    if (message.text) found.push({ text: t('message.copy'), icon: <Copy />, run: () => copy(message.text ?? '') })
    if (mine && age < editWindow)
      found.push({ text: t('message.edit'), icon: <Pencil />, run: () => onAbout('edit', message) })
    found.push(
      message.starred
        ? { text: t('message.unstar'), icon: <StarOff />, run: () => run(star(message)) }
        : { text: t('message.star'), icon: <Star />, run: () => run(star(message)) },
    )
    if (may) {
      found.push(
        message.pinned
          ? { text: t('message.unpin'), icon: <PinOff />, run: () => run(pin(message)) }
          : { text: t('message.pin'), icon: <Pin />, run: () => run(pin(message)) },
      )
    }
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
    remove: (message: Message) => run(remove(message)),
    react: (message: Message, emoji: string) => run(react(message, emoji)),
    quick:
      open?.row.kind === 'message' && !open.row.message.deleted_at
        ? { emoji: QUICK, pick: (emoji: string) => open.row.kind === 'message' && run(react(open.row.message, emoji)) }
        : undefined,
  }
}
