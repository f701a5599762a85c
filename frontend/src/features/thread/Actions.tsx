// What can be done with one message: its menu, and the dialogs that follow from it.

import { useQuery } from '@tanstack/react-query'
import {
  Copy,
  EyeOff,
  Flag,
  Forward as ForwardIcon,
  Languages,
  ListChecks,
  ListTodo,
  Pencil,
  Pin,
  PinOff,
  Reply,
  RotateCcw,
  SpellCheck,
  Star,
  StarOff,
  Trash2,
} from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import * as server from '@/server/instance'
import { askAbout } from '@/store/asking'
import type { Row } from '@/store/rows'
import type { ChatEntry, Message } from '@/store/state'
import { sync } from '@/sync/browser/sync'
import { Confirm } from '@/ui/dialog/Dialog'
import { type Item, Menu } from '@/ui/menu/Menu'
import { toast } from '@/ui/toasts/Toasts'
import { Forward } from './Forward'
import { Receipts } from './Receipts'
import { select } from './selection'
import { hasAgreed, TranslateFirst } from './TranslateChat'
import { translate, usualTarget } from './translate'

const QUICK = ['👍', '❤️', '😂', '😮', '😢', '🙏']

export interface Acting {
  readonly row: Row
  readonly at: { x: number; y: number }
  /** The letter that was pressed on the message, instead of opening its menu. */
  readonly key?: string
}

interface Props {
  chat: ChatEntry | undefined
  acting: Acting
  editWindow: number
  onAbout: (kind: 'edit' | 'reply' | 'correct', message: Message) => void
  onClose: () => void
}

/** A letter does the same as the item, while the message has the focus. */
type Action = Item & { letter?: string }
type Step = 'menu' | 'delete' | 'hide' | 'forward' | 'receipts' | 'translate'

const run = (work: Promise<unknown>) => void work.catch(fault => toast(faultText(fault)))
const copy = (text: string) =>
  void navigator.clipboard.writeText(text).then(
    () => toast(t('message.copied')),
    () => toast(t('app.failed')),
  )

export default function Actions({ chat, acting, editWindow, onAbout, onClose }: Props) {
  const [step, setStep] = useState<Step>('menu')
  const { row, at } = acting
  const instance = useQuery(server.instance)
  const { key } = acting
  const leads = (to: Step) => ({ stays: true, run: () => setStep(to) })
  const ofMessage = ({ message, mine }: Extract<Row, { kind: 'message' }>): Action[] => {
    const young = (Date.now() - Date.parse(message.created_at)) / 1000 < editWindow
    const rules = chat?.kind === 'group' && chat.me.role !== 'member'
    const said = Boolean(message.text)
    const translates = (instance.data?.features.translation.length ?? 0) > 0
    const all: (Action | false)[] = [
      { text: t('message.reply'), icon: <Reply />, letter: 'r', run: () => onAbout('reply', message) },
      !mine &&
        said && {
          text: t('message.correct'),
          icon: <SpellCheck />,
          letter: 'c',
          run: () => onAbout('correct', message),
        },
      said &&
        translates && {
          text: t('message.translate'),
          icon: <Languages />,
          letter: 't',
          ...(hasAgreed(message.chat_id) ? { run: () => void translate(message, usualTarget()) } : leads('translate')),
        },
      said && { text: t('message.copy'), icon: <Copy />, run: () => copy(message.text ?? '') },
      said && { text: t('message.forward'), icon: <ForwardIcon />, letter: 'f', ...leads('forward') },
      mine && young && { text: t('message.edit'), icon: <Pencil />, letter: 'e', run: () => onAbout('edit', message) },
      message.starred
        ? { text: t('message.unstar'), icon: <StarOff />, letter: 's', run: () => run(sync.messages.star(message)) }
        : { text: t('message.star'), icon: <Star />, letter: 's', run: () => run(sync.messages.star(message)) },
      (chat?.kind === 'direct' || rules) &&
        (message.pinned
          ? { text: t('message.unpin'), icon: <PinOff />, run: () => run(sync.messages.pin(message)) }
          : { text: t('message.pin'), icon: <Pin />, run: () => run(sync.messages.pin(message)) }),
      mine && { text: t('message.receipts'), icon: <ListChecks />, ...leads('receipts') },
      said && { text: t('message.select'), icon: <ListTodo />, letter: ' ', run: () => select(message) },
      !mine && {
        text: t('message.report'),
        icon: <Flag />,
        run: () =>
          askAbout({
            kind: 'report',
            target: { chatId: message.chat_id, seq: message.seq, userId: message.author_id ?? undefined },
          }),
      },
      (mine || rules) && {
        text: t('message.delete'),
        icon: <Trash2 />,
        danger: true,
        letter: 'delete',
        ...leads('delete'),
      },
      { text: t('message.hide'), icon: <EyeOff />, danger: true, letter: 'delete', ...leads('hide') },
    ]
    return all.filter(item => item !== false)
  }
  const items = row.kind === 'message' ? ofMessage(row) : []
  const pressed = useRef(key)
  useEffect(() => {
    const wanted = pressed.current
    if (!wanted) return
    pressed.current = undefined
    const item = items.find(({ letter }) => letter === wanted)
    item?.run()
    if (!item?.stays) onClose()
  })
  if (row.kind === 'pending') {
    return <Menu label={t('message.actions')} items={ofPending(row)} at={at} onClose={onClose} />
  }
  if (row.kind !== 'message') return null
  const { message } = row
  switch (step) {
    case 'delete':
      return (
        <Confirm
          title={t('message.delete')}
          text={t('message.deleteText')}
          action={t('message.delete')}
          onClose={onClose}
          onConfirm={() => run(sync.messages.remove(message))}
        />
      )
    case 'hide':
      return (
        <Confirm
          title={t('message.hide')}
          text={t('message.hideText')}
          action={t('message.hide')}
          onClose={onClose}
          onConfirm={() => run(sync.messages.hide(message))}
        />
      )
    case 'forward':
      return <Forward messages={[message]} onClose={onClose} />
    case 'receipts':
      return <Receipts message={message} onClose={onClose} />
    case 'translate':
      return <TranslateFirst message={message} onClose={onClose} />
    case 'menu':
  }
  if (key) return null
  return (
    <Menu
      quick={{ emoji: QUICK, pick: emoji => run(sync.messages.react(message, emoji)) }}
      label={t('message.actions')}
      items={items}
      at={at}
      onClose={onClose}
    />
  )
}

function ofPending({ item }: Extract<Row, { kind: 'pending' }>): Item[] {
  const failed = item.state === 'failed'
  const items: (Item | false)[] = [
    failed && { text: t('message.retry'), icon: <RotateCcw />, run: () => sync.sending.tryAgain(item.clientId) },
    { text: t('message.copy'), icon: <Copy />, run: () => copy(item.text) },
    failed && {
      text: t('message.discard'),
      icon: <Trash2 />,
      danger: true,
      run: () => sync.sending.discard(item.clientId),
    },
  ]
  return items.filter(item => item !== false)
}
