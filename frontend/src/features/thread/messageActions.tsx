// The items of a message's menu say what can be done with it. A letter does the same as its item while the message has
// the focus.
import {
  Bookmark,
  Copy,
  EyeOff,
  Flag,
  Forward as ForwardIcon,
  Languages,
  Link2,
  ListChecks,
  ListTodo,
  Pencil,
  Pin,
  PinOff,
  Reply,
  RotateCcw,
  SmilePlus,
  SpellCheck,
  Star,
  StarOff,
  Trash2,
} from 'lucide-react'
import { t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import { newId } from '@/lib/ids'
import { forward } from '@/server/messages'
import { askAbout } from '@/store/asking'
import { preferences } from '@/store/preferences'
import type { Row } from '@/store/rows'
import type { Message } from '@/store/state'
import { sync } from '@/sync/browser/sync'
import type { Item } from '@/ui/menu/Menu'
import { toast } from '@/ui/toasts/Toasts'
import { requestTranslation, usualTarget } from './requestTranslation'
import { select } from './selection'
import { hasAgreed } from './TranslateDialogs'

export type Action = Item & { letter?: string }
/** What is shown next instead of the menu. */
export type Lead = 'correct' | 'react' | 'reactions' | 'delete' | 'hide' | 'forward' | 'receipts' | 'translate'

interface Circumstances {
  /** I look after this group. */
  readonly rules: boolean
  readonly direct: boolean
  /** It is the chat in which messages are saved. */
  readonly saved: boolean
  readonly translates: boolean
  /** Seconds in which a message can be edited. */
  readonly editWindow: number
  onAbout(kind: 'edit' | 'reply', message: Message): void
  lead(to: Lead): void
}

export const run = (work: Promise<unknown>) => void work.catch(fault => toast(faultText(fault)))
const copy = (text: string, done = t('message.copied')) =>
  void navigator.clipboard.writeText(text).then(
    () => toast(done),
    () => toast(t('app.failed')),
  )

/** All of a chat see what is pinned. */
const pinning = (message: Message): Action => ({
  text: message.pinned ? t('message.unpin') : t('message.pin'),
  icon: message.pinned ? <PinOff /> : <Pin />,
  run: () => run(sync.messages.pin(message)),
})

/** A copy among what the person has saved, which says whose it was. */
async function save({ chat_id, seq }: Message) {
  await forward(chat_id, seq, await sync.chats.saved(), newId())
  toast(t('saved.done'))
}

export function messageActions(
  { message, mine }: Extract<Row, { kind: 'message' }>,
  { rules, direct, saved, translates, editWindow, onAbout, lead }: Circumstances,
): readonly Action[] {
  const leads = (to: Lead) => ({ stays: true, run: () => lead(to) })
  const young = (Date.now() - Date.parse(message.created_at)) / 1000 < editWindow
  const said = Boolean(message.text)
  const all: (Action | false)[] = [
    { text: t('message.reply'), icon: <Reply />, letter: 'r', run: () => onAbout('reply', message) },
    !mine &&
      said && {
        text: t('message.correct'),
        icon: <SpellCheck />,
        slip: true,
        letter: 'c',
        ...leads('correct'),
      },
    said &&
      translates && {
        text: t('message.translate'),
        icon: <Languages />,
        letter: 't',
        ...(hasAgreed(message.chat_id)
          ? { run: () => void requestTranslation(message, usualTarget()) }
          : leads('translate')),
      },
    said && { text: t('message.copy'), icon: <Copy />, run: () => copy(message.text ?? '') },
    {
      text: t('message.link'),
      icon: <Link2 />,
      run: () => copy(`${location.origin}/c/${message.chat_id}/m/${message.seq}`, t('message.linkCopied')),
    },
    said && { text: t('message.forward'), icon: <ForwardIcon />, letter: 'f', ...leads('forward') },
    said && !saved && { text: t('saved.save'), icon: <Bookmark />, run: () => run(save(message)) },
    mine && young && { text: t('message.edit'), icon: <Pencil />, letter: 'e', run: () => onAbout('edit', message) },
    message.starred
      ? { text: t('message.unstar'), icon: <StarOff />, letter: 's', run: () => run(sync.messages.star(message)) }
      : { text: t('message.star'), icon: <Star />, letter: 's', run: () => run(sync.messages.star(message)) },
    (direct || rules) && pinning(message),
    Boolean(message.reactions?.length) && {
      text: t('message.reactions'),
      icon: <SmilePlus />,
      ...leads('reactions'),
    },
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
  const shown = all.filter(item => item !== false)
  // A letter does what the first of its items says.
  const first = ({ letter }: Action, at: number) => letter && shown.findIndex(item => item.letter === letter) === at
  const hints = preferences.getState().letterKeys
  return shown.map((item, at) => (hints && first(item, at) ? { ...item, hint: nameOf(item.letter ?? '') } : item))
}

const nameOf = (letter: string) => ({ ' ': 'Space', delete: 'Del' })[letter] ?? letter.toUpperCase()

export function pendingActions({ item }: Extract<Row, { kind: 'pending' }>): Item[] {
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
