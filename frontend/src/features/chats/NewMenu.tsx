// This menu offers what can begin: a chat, a group, or a look at the groups there are.
import { Compass, MessageSquarePlus, UsersRound } from 'lucide-react'
import { t } from '@/i18n'
import { useNavigate } from '@/lib/router'
import { Menu } from '@/ui/menu/Menu'

export default function NewMenu({ at, onClose }: { at: { x: number; y: number }; onClose: () => void }) {
  const navigate = useNavigate()
  return (
    <Menu
      label={t('menu.newChat')}
      at={at}
      onClose={onClose}
      items={[
        { text: t('menu.newChat'), icon: <MessageSquarePlus />, run: () => navigate('/new/chat') },
        { text: t('menu.newGroup'), icon: <UsersRound />, run: () => navigate('/new/group') },
        { text: t('menu.explore'), icon: <Compass />, run: () => navigate('/explore') },
      ]}
    />
  )
}
