// These are the commands of the palette: what can be done from anywhere, what can be done with the open chat, and the
// pages of the settings.
import {
  Archive,
  ArchiveRestore,
  Bell,
  BellOff,
  CalendarDays,
  Compass,
  Info,
  Keyboard,
  LogOut,
  Mail,
  MessageSquarePlus,
  Monitor,
  Moon,
  Pin,
  PinOff,
  Search,
  Settings,
  Shield,
  Star,
  Sun,
  UserRoundPen,
  Users,
  UsersRound,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import { lay } from '@/store/overlay'
import { prefer } from '@/store/preferences'
import { isMuted } from '@/store/select'
import type { ChatEntry } from '@/store/state'
import { session } from '@/sync/browser/session'
import { sync } from '@/sync/browser/sync'
import { toast } from '@/ui/toasts/Toasts'

export interface Command {
  readonly id: string
  readonly text: string
  readonly icon: ReactNode
  /** The keys that do the same. */
  readonly keys?: string
  readonly run: () => void
}

type Go = (path: string) => void

const PAGES = [
  'account',
  'security',
  'sessions',
  'privacy',
  'notifications',
  'appearance',
  'language',
  'translation',
  'data',
  'about',
] as const

export const pageCommands = (go: Go): readonly Command[] =>
  PAGES.map(name => ({
    id: `page:${name}`,
    text: t(`settings.${name}`),
    icon: <Settings />,
    run: () => go(`/settings/${name}`),
  }))

const signOut = () => void session.signOut().catch(() => toast(t('menu.signOutFailed')))

/** From anywhere. */
export const commands = (go: Go, isAdmin: boolean): readonly Command[] => [
  {
    id: 'newChat',
    text: t('menu.newChat'),
    icon: <MessageSquarePlus />,
    keys: 'Ctrl Alt N',
    run: () => go('/new/chat'),
  },
  { id: 'newGroup', text: t('menu.newGroup'), icon: <UsersRound />, keys: 'Ctrl Alt G', run: () => go('/new/group') },
  { id: 'explore', text: t('menu.explore'), icon: <Compass />, run: () => go('/explore') },
  { id: 'starred', text: t('menu.starred'), icon: <Star />, run: () => go('/starred') },
  { id: 'friends', text: t('menu.friends'), icon: <Users />, run: () => go('/friends') },
  { id: 'notifications', text: t('menu.notifications'), icon: <Bell />, run: () => go('/notifications') },
  { id: 'settings', text: t('menu.settings'), icon: <Settings />, keys: 'Ctrl ,', run: () => go('/settings') },
  { id: 'profile', text: t('info.profile'), icon: <UserRoundPen />, run: () => go('/settings/account') },
  { id: 'light', text: t('palette.light'), icon: <Sun />, run: () => prefer({ theme: 'light' }) },
  { id: 'dark', text: t('palette.dark'), icon: <Moon />, run: () => prefer({ theme: 'dark' }) },
  { id: 'system', text: t('palette.system'), icon: <Monitor />, run: () => prefer({ theme: 'system' }) },
  ...(isAdmin ? [{ id: 'admin', text: t('menu.admin'), icon: <Shield />, run: () => go('/admin/overview') }] : []),
  { id: 'keys', text: t('menu.keys'), icon: <Keyboard />, keys: 'Ctrl /', run: () => lay({ kind: 'keys' }) },
  { id: 'signOut', text: t('menu.signOut'), icon: <LogOut />, run: signOut },
]

/** With the chat that is open. */
export function chatCommands(chat: ChatEntry, name: string, go: Go): readonly Command[] {
  const set = (mine: Parameters<typeof sync.chats.setMine>[1]) =>
    void sync.chats.setMine(chat.id, mine).catch(fault => toast(faultText(fault)))
  const muted = isMuted(chat, Date.now())
  const { pinned, archived } = chat.me
  return [
    {
      id: 'find',
      text: t('search.here'),
      icon: <Search />,
      keys: 'Ctrl F',
      run: () => document.querySelector<HTMLElement>('[data-find]')?.click(),
    },
    { id: 'date', text: t('date.title'), icon: <CalendarDays />, run: () => lay({ kind: 'date', chatId: chat.id }) },
    { id: 'info', text: t('chat.info'), icon: <Info />, keys: 'Ctrl Alt R', run: () => go(`/c/${chat.id}/info`) },
    {
      id: 'mute',
      text: muted ? t('palette.unmuteChat', { name }) : t('palette.muteChat', { name }),
      icon: muted ? <Bell /> : <BellOff />,
      run: () => set({ muted_until: muted ? null : 'forever' }),
    },
    {
      id: 'pin',
      text: `${pinned ? t('message.unpin') : t('message.pin')}: ${name}`,
      icon: pinned ? <PinOff /> : <Pin />,
      run: () => set({ pinned: !pinned }),
    },
    { id: 'unread', text: t('list.markUnread'), icon: <Mail />, run: () => set({ marked_unread: true }) },
    {
      id: 'archive',
      text: `${archived ? t('list.unarchive') : t('list.archive')}: ${name}`,
      icon: archived ? <ArchiveRestore /> : <Archive />,
      run: () => set({ archived: !archived }),
    },
  ]
}
