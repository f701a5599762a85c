// The actions of one message are its menu, and the dialogs that follow from it.
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { t } from '@/i18n'
import * as server from '@/server/instance'
import type { Row } from '@/store/rows'
import type { ChatEntry, Message } from '@/store/state'
import { sync } from '@/sync/browser/sync'
import { Confirm } from '@/ui/dialog/Dialog'
import { Menu } from '@/ui/menu/Menu'
import { Forward } from './Forward'
import { type Lead, messageActions, pendingActions, run } from './messageActions'
import { Receipts } from './Receipts'
import { TranslateFirst } from './TranslateDialogs'

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

export default function Actions({ chat, acting, editWindow, onAbout, onClose }: Props) {
  const [step, setStep] = useState<Lead | 'menu'>('menu')
  const { row, at } = acting
  const instance = useQuery(server.instance)
  const { key } = acting
  const items =
    row.kind === 'message'
      ? messageActions(row, {
          rules: chat?.kind === 'group' && chat.me.role !== 'member',
          direct: chat?.kind === 'direct',
          translates: (instance.data?.features.translation.length ?? 0) > 0,
          editWindow,
          onAbout,
          lead: setStep,
        })
      : []
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
    return <Menu label={t('message.actions')} items={pendingActions(row)} at={at} onClose={onClose} />
  }
  if (row.kind !== 'message') return null
  if (step !== 'menu') return <Next step={step} message={row.message} onClose={onClose} />
  if (key) return null
  return (
    <Menu
      quick={{ emoji: QUICK, pick: emoji => run(sync.messages.react(row.message, emoji)) }}
      label={t('message.actions')}
      items={items}
      at={at}
      onClose={onClose}
    />
  )
}

/** What an item leads to, in place of the menu. */
function Next({ step, message, onClose }: { step: Lead; message: Message; onClose: () => void }) {
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
  }
}
