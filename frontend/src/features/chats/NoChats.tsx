// A list without a chat says how to begin one.

import { t } from '@/i18n'
import { useNavigate } from '@/lib/router'
import { Commas } from '@/ui/art/Commas'
import { Button } from '@/ui/button/Button'
import { EmptyState } from '@/ui/empty-state/EmptyState'

export default function NoChats() {
  const navigate = useNavigate()
  return (
    <EmptyState title={t('list.empty')} text={t('list.emptyText')} art={<Commas />}>
      <Button kind="primary" onClick={() => navigate('/new/chat')}>
        {t('menu.newChat')}
      </Button>
      <Button kind="tinted" onClick={() => navigate('/new/group')}>
        {t('menu.newGroup')}
      </Button>
    </EmptyState>
  )
}
