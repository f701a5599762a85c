// The actions of one message are its menu, and the dialogs that follow from it.
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { t } from '@/i18n'
import * as server from '@/server/instance'
import { favorites } from '@/store/favorites'
import type { Row } from '@/store/rows'
import { isSaved } from '@/store/saved'
import type { ChatEntry, Message } from '@/store/state'
import { read } from '@/store/store'
import { sync } from '@/sync/browser/sync'
import { Confirm } from '@/ui/dialog/Dialog'
import { Menu } from '@/ui/menu/Menu'
import { CorrectDialog } from './CorrectDialog'
import { Forward } from './Forward'
import { type Lead, messageActions, pendingActions, run } from './messageActions'
import { ReactedBy } from './ReactedBy'
import { type EmojiPicker, ReactionPicker } from './ReactionPicker'
import { Receipts } from './Receipts'
import { react } from './react'
import { TranslateFirst } from './TranslateDialogs'

const QUICK = 6
/** What a letter leads to at once. */
const STEPS: Readonly<Record<string, Lead>> = { '+': 'react', who: 'reactions' }

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
  emoji: EmojiPicker
  limit: number
  onAbout: (kind: 'edit' | 'reply', message: Message) => void
  onClose: () => void
}

export default function Actions({ chat, acting, editWindow, emoji, limit, onAbout, onClose }: Props) {
  const [step, setStep] = useState<Lead | 'menu'>(STEPS[acting.key ?? ''] ?? 'menu')
  const { row, at } = acting
  const instance = useQuery(server.instance)
  const { key } = acting
  const items =
    row.kind === 'message'
      ? messageActions(row, {
          rules: chat?.kind === 'group' && chat.me.role !== 'member',
          direct: chat?.kind === 'direct',
          saved: isSaved(chat, read().me?.id),
          translates: (instance.data?.features.translation.length ?? 0) > 0,
          editWindow,
          onAbout,
          lead: setStep,
        })
      : []
  const pressed = useRef(key && STEPS[key] ? undefined : key)
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
  const { message } = row
  if (step !== 'menu') return <Next {...{ step, message, at, emoji, limit, onClose }} />
  if (key) return null
  return (
    <Menu
      quick={{
        emoji: favorites(QUICK),
        pick: emoji => react(message, emoji),
        more: () => setStep('react'),
        moreText: t('message.reactMore'),
      }}
      label={t('message.actions')}
      items={items}
      at={at}
      onClose={onClose}
    />
  )
}

interface NextProps {
  step: Lead
  message: Message
  at: Acting['at']
  emoji: EmojiPicker
  limit: number
  onClose: () => void
}

/** What an item leads to, in place of the menu. */
function Next({ step, message, at, emoji, limit, onClose }: NextProps) {
  switch (step) {
    case 'correct':
      return <CorrectDialog {...{ message, limit, onClose }} />
    case 'react':
      return <ReactionPicker {...{ emoji, at, onClose }} onPick={chosen => react(message, chosen)} />
    case 'reactions':
      return <ReactedBy message={message} onClose={onClose} />
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
