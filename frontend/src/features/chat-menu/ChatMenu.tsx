// The menu of a chat opens from its row in the list and from its head: what a person wants of the chat for themselves,
// and how to be rid of it. What cannot be taken back by a toast is asked about in words.
import { useQuery } from '@tanstack/react-query'
import {
  Archive,
  ArchiveRestore,
  Ban,
  Bell,
  BellOff,
  CalendarDays,
  Check,
  ExternalLink,
  Flag,
  LogOut,
  Mail,
  MailOpen,
  Music2,
  Pin,
  PinOff,
  Search,
  Trash2,
} from 'lucide-react'
import { useState } from 'react'
import { formatShort, t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import { useNavigate } from '@/lib/router'
import { ring, SOUNDS } from '@/lib/sound'
import * as server from '@/server/chats'
import { blocksAsTold, unblock } from '@/server/people'
import { withoutChat } from '@/store/apply'
import { askAbout } from '@/store/asking'
import { lay } from '@/store/overlay'
import { prefer, preferences } from '@/store/preferences'
import { isSaved } from '@/store/saved'
import { isMuted } from '@/store/select'
import type { ChatEntry } from '@/store/state'
import { change, read, useStore } from '@/store/store'
import { sync } from '@/sync/browser/sync'
import { Confirm } from '@/ui/dialog/Dialog'
import { type Item, Menu } from '@/ui/menu/Menu'
import type { Point } from '@/ui/menu/useContextMenu'
import { toast } from '@/ui/toasts/Toasts'

const HOUR = 3_600_000
const SPANS = [
  ['list.muteHour', HOUR],
  ['list.muteHours', 8 * HOUR],
  ['list.muteWeek', 7 * 24 * HOUR],
] as const

interface Props {
  chatId: string
  at: Point
  /** The chat is open: what concerns its messages is offered as well. */
  open: boolean
  onClose: () => void
}

type Step = 'chat' | 'mute' | 'sound' | 'leave' | 'delete'

export default function ChatMenu({ chatId, at, open, onClose }: Props) {
  const chat = useStore(state => state.chats[chatId])
  const [step, setStep] = useState<Step>('chat')
  const navigate = useNavigate()
  const items = useItems(chat, open, setStep)
  if (!chat || !items) return null
  const away = (work: Promise<unknown>) =>
    void work.then(
      () => {
        change(state => withoutChat(state, chatId))
        if (open) navigate('/')
      },
      fault => toast(faultText(fault)),
    )
  if (step === 'leave' || step === 'delete') {
    const leaves = step === 'leave'
    return (
      <Confirm
        title={
          leaves ? t('menu.leaveSure', { name: chat.title ?? '' }) : t('menu.deleteSure', { name: chat.title ?? '' })
        }
        text={leaves ? t('chat.leaveText') : t('chat.deleteText')}
        action={leaves ? t('chat.leave') : t('chat.delete')}
        onConfirm={() => away(leaves ? server.leave(chatId) : server.remove(chatId))}
        onClose={onClose}
      />
    )
  }
  return (
    <Menu
      key={step}
      label={{ chat: t('list.actions'), mute: t('list.mute'), sound: t('sound.of') }[step]}
      items={{ chat: () => items, mute: () => spansOf(chat), sound: () => soundsOf(chat.id) }[step]()}
      at={at}
      onClose={onClose}
    />
  )
}

type Mine = Parameters<typeof sync.chats.setMine>[1]

/** Takes the wish, and offers to take it back. */
function set(chat: ChatEntry, mine: Mine, done?: string, before?: Mine) {
  sync.chats.setMine(chat.id, mine).then(
    () => {
      if (done && before) toast(done, { text: t('menu.undo'), run: () => set(chat, before) })
    },
    fault => toast(faultText(fault)),
  )
}

function spansOf(chat: ChatEntry): readonly Item[] {
  const before = { muted_until: null }
  const timed = SPANS.map(([text, span]) => ({
    text: t(text),
    icon: <BellOff />,
    run: () => {
      const until = Date.now() + span
      const told = t('menu.mutedUntil', { time: formatShort(until, Date.now()) })
      set(chat, { muted_until: new Date(until).toISOString() }, told, before)
    },
  }))
  const forever = {
    text: t('list.muteForever'),
    icon: <BellOff />,
    run: () => set(chat, { muted_until: 'forever' }, t('menu.muted'), before),
  }
  return [...timed, forever]
}

/** On this device; each is heard when it is chosen. */
function soundsOf(chatId: string): readonly Item[] {
  const { sound: usual, sounds } = preferences.getState()
  const own = sounds[chatId]
  const mark = (chosen: boolean) => (chosen ? <Check /> : <Music2 />)
  const { [chatId]: _, ...others } = sounds
  return [
    {
      text: t('sound.usual'),
      icon: mark(own === undefined),
      run: () => {
        prefer({ sounds: others })
        ring(usual, true)
      },
    },
    ...SOUNDS.map(sound => ({
      text: t(`sound.${sound}`),
      icon: mark(own === sound),
      run: () => {
        prefer({ sounds: { ...others, [chatId]: sound } })
        ring(sound, true)
      },
    })),
  ]
}

/** The items of the menu itself; nothing while there is no such chat. */
function useItems(chat: ChatEntry | undefined, open: boolean, setStep: (step: Step) => void) {
  const blocks = useQuery({ ...blocksAsTold, enabled: chat?.kind === 'direct' })
  if (!chat) return undefined
  const { pinned, archived } = chat.me
  const unread = chat.unread > 0 || chat.me.marked_unread
  return [
    ...(open ? inside(chat) : [newTab(chat)]),
    pinned
      ? { text: t('message.unpin'), icon: <PinOff />, run: () => set(chat, { pinned: false }) }
      : { text: t('message.pin'), icon: <Pin />, run: () => set(chat, { pinned: true }) },
    isMuted(chat, Date.now())
      ? { text: t('chat.unmute'), icon: <Bell />, run: () => set(chat, { muted_until: null }) }
      : { text: t('list.mute'), icon: <BellOff />, stays: true, run: () => setStep('mute') },
    { text: t('sound.of'), icon: <Music2 />, stays: true, run: () => setStep('sound') },
    unread
      ? {
          text: t('list.markRead'),
          icon: <MailOpen />,
          run: () => void sync.chats.markRead(chat.id, chat.seq).catch(fault => toast(faultText(fault))),
        }
      : { text: t('list.markUnread'), icon: <Mail />, run: () => set(chat, { marked_unread: true }) },
    archived
      ? { text: t('list.unarchive'), icon: <ArchiveRestore />, run: () => set(chat, { archived: false }) }
      : {
          text: t('list.archive'),
          icon: <Archive />,
          run: () => set(chat, { archived: true }, t('menu.archived'), { archived: false }),
        },
    ...(isSaved(chat, read().me?.id) ? [] : chat.peer ? ofPerson(chat.peer, blocks) : ofGroup(chat, setStep)),
  ] satisfies Item[]
}

const newTab = (chat: ChatEntry): Item => ({
  text: t('list.openTab'),
  icon: <ExternalLink />,
  run: () => void window.open(`/c/${chat.id}`, '_blank', 'noopener'),
})

const inside = (chat: ChatEntry): readonly Item[] => [
  {
    text: t('search.here'),
    icon: <Search />,
    run: () => document.querySelector<HTMLElement>('[data-find]')?.click(),
  },
  { text: t('date.title'), icon: <CalendarDays />, stays: true, run: () => lay({ kind: 'date', chatId: chat.id }) },
]

type Blocks = Pick<ReturnType<typeof useQuery<{ items: readonly { user: { id: string } }[] }>>, 'data' | 'refetch'>

function ofPerson(peer: NonNullable<ChatEntry['peer']>, blocks: Blocks): readonly Item[] {
  const of = { userId: peer.id, name: peer.display_name }
  const report: Item = {
    text: t('message.report'),
    icon: <Flag />,
    run: () => askAbout({ kind: 'report', target: of }),
  }
  const lift = () =>
    void unblock(peer.id).then(
      () => blocks.refetch(),
      fault => toast(faultText(fault)),
    )
  return blocks.data?.items.some(({ user }) => user.id === peer.id)
    ? [report, { text: t('info.unblock'), icon: <Ban />, run: lift }]
    : [report, { text: t('info.block'), icon: <Ban />, danger: true, run: () => askAbout({ kind: 'block', ...of }) }]
}

const ofGroup = (chat: ChatEntry, setStep: (step: Step) => void): readonly Item[] => [
  { text: t('chat.leave'), icon: <LogOut />, danger: true, stays: true, run: () => setStep('leave') },
  ...(chat.me.role === 'owner'
    ? [{ text: t('chat.delete'), icon: <Trash2 />, danger: true, stays: true, run: () => setStep('delete') }]
    : []),
]
