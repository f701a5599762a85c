// The main menu opens from the corner of the list; the account it belongs to comes first.
import { useQuery } from '@tanstack/react-query'
import {
  Bell,
  Bookmark,
  Command,
  Compass,
  Keyboard,
  LogOut,
  MessageSquarePlus,
  Moon,
  Settings,
  Shield,
  Star,
  Sun,
  Users,
  UsersRound,
} from 'lucide-react'
import { t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import { useNavigate } from '@/lib/router'
import { friendRequests } from '@/server/friends'
import { lay } from '@/store/overlay'
import { prefer } from '@/store/preferences'
import { useStore } from '@/store/store'
import { session } from '@/sync/browser/session'
import { sync } from '@/sync/browser/sync'
import { Avatar } from '@/ui/avatar/Avatar'
import { Menu } from '@/ui/menu/Menu'
import { toast } from '@/ui/toasts/Toasts'

interface Props {
  at: { x: number; y: number }
  onClose: () => void
}

export default function MainMenu({ at, onClose }: Props) {
  const navigate = useNavigate()
  const me = useStore(state => state.me)
  const requests = useQuery(friendRequests('incoming')).data?.items.length
  const notifications = useStore(state => state.notificationsUnread)
  const dark = document.documentElement.dataset.theme === 'dark'
  const leave = () => void session.signOut().catch(() => toast(t('menu.signOutFailed')))
  const saved = () =>
    void sync.chats.saved().then(
      id => navigate(`/c/${id}`),
      fault => toast(faultText(fault)),
    )
  const account = me
    ? [
        {
          text: me.display_name,
          icon: <Avatar id={me.id} name={me.display_name} picture={me.avatar?.small} size={34} />,
          run: () => navigate('/settings/account'),
        },
      ]
    : []
  const items = [
    ...account,
    { text: t('keys.palette'), icon: <Command />, hint: 'Ctrl+K', run: () => lay({ kind: 'palette' }) },
    { text: t('menu.newChat'), icon: <MessageSquarePlus />, run: () => navigate('/new/chat') },
    { text: t('menu.newGroup'), icon: <UsersRound />, run: () => navigate('/new/group') },
    { text: t('menu.explore'), icon: <Compass />, run: () => navigate('/explore') },
    { text: t('saved.title'), icon: <Bookmark />, run: saved },
    { text: t('menu.starred'), icon: <Star />, run: () => navigate('/starred') },
    { text: t('menu.friends'), icon: <Users />, count: requests, run: () => navigate('/friends') },
    { text: t('menu.notifications'), icon: <Bell />, count: notifications, run: () => navigate('/notifications') },
    { text: t('menu.settings'), icon: <Settings />, run: () => navigate('/settings') },
    {
      text: dark ? t('menu.light') : t('menu.dark'),
      icon: dark ? <Sun /> : <Moon />,
      run: () => prefer({ theme: dark ? 'light' : 'dark' }),
    },
    ...(me?.is_admin ? [{ text: t('menu.admin'), icon: <Shield />, run: () => navigate('/admin/overview') }] : []),
    { text: t('menu.keys'), icon: <Keyboard />, run: () => lay({ kind: 'keys' }) },
    { text: t('menu.signOut'), icon: <LogOut />, danger: true, run: leave },
  ]
  return <Menu label={t('list.menu')} items={items} at={at} onClose={onClose} />
}
