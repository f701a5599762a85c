// The main menu opens from the corner of the list.
import {
  Bell,
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
import { useNavigate } from '@/lib/router'
import { prefer } from '@/store/preferences'
import { useStore } from '@/store/store'
import { session } from '@/sync/browser/session'
import { Menu } from '@/ui/menu/Menu'
import { toast } from '@/ui/toasts/Toasts'

interface Props {
  at: { x: number; y: number }
  onKeys: () => void
  onClose: () => void
}

export default function MainMenu({ at, onKeys, onClose }: Props) {
  const navigate = useNavigate()
  const admin = useStore(state => state.me?.is_admin === true)
  const notifications = useStore(state => state.notificationsUnread)
  const dark = document.documentElement.dataset.theme === 'dark'
  const leave = () => void session.signOut().catch(() => toast(t('menu.signOutFailed')))
  const items = [
    { text: t('menu.newChat'), icon: <MessageSquarePlus />, run: () => navigate('/new/chat') },
    { text: t('menu.newGroup'), icon: <UsersRound />, run: () => navigate('/new/group') },
    { text: t('menu.explore'), icon: <Compass />, run: () => navigate('/explore') },
    { text: t('menu.starred'), icon: <Star />, run: () => navigate('/starred') },
    { text: t('menu.friends'), icon: <Users />, run: () => navigate('/friends') },
    { text: t('menu.notifications'), icon: <Bell />, count: notifications, run: () => navigate('/notifications') },
    { text: t('menu.settings'), icon: <Settings />, run: () => navigate('/settings') },
    {
      text: dark ? t('menu.light') : t('menu.dark'),
      icon: dark ? <Sun /> : <Moon />,
      run: () => prefer({ theme: dark ? 'light' : 'dark' }),
    },
    ...(admin ? [{ text: t('menu.admin'), icon: <Shield />, run: () => navigate('/admin/overview') }] : []),
    { text: t('menu.keys'), icon: <Keyboard />, run: onKeys },
    { text: t('menu.signOut'), icon: <LogOut />, danger: true, run: leave },
  ]
  return <Menu label={t('list.menu')} items={items} at={at} onClose={onClose} />
}
