// This dialog says who reacted to a message, and with what.
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import * as server from '@/server/messages'
import type { Message } from '@/store/state'
import { useStore } from '@/store/store'
import { find } from '@/store/thread'
import { Button } from '@/ui/button/Button'
import { Dialog } from '@/ui/dialog/Dialog'
import { Waiting } from '@/ui/empty-state/EmptyState'
import { Line } from '@/ui/layout/Layout'
import { PersonText } from '@/ui/person/Person'
import { Tabs } from '@/ui/tabs/Tabs'
import s from './search.module.css'

export function ReactedBy({ message, onClose }: { message: Message; onClose: () => void }) {
  const { chat_id, seq } = message
  // They go on while one looks.
  const now = useStore(state => find(state.threads[chat_id], seq)) ?? message
  const kinds = now.reactions ?? []
  const [chosen, choose] = useState<string>()
  const shown = kinds.find(({ emoji }) => emoji === chosen) ?? kinds[0]
  return (
    <Dialog title={t('message.reactions')} onClose={onClose}>
      {shown ? (
        <>
          <Tabs
            label={t('message.reactions')}
            tabs={kinds.map(({ emoji, count }) => [emoji, emoji, count] as const)}
            value={shown.emoji}
            onChange={choose}
          />
          <People message={now} emoji={shown.emoji} />
        </>
      ) : (
        <p>{t('reactions.none')}</p>
      )}
      <Button kind="quiet" onClick={onClose}>
        {t('app.close')}
      </Button>
    </Dialog>
  )
}

function People({ message, emoji }: { message: Message; emoji: string }) {
  const query = useQuery(server.reactors(message, emoji))
  return (
    <>
      <Waiting of={query} fault={faultText} />
      <ul className={s.choices}>
        {query.data?.items.map(user => (
          <Line key={user.id}>
            <PersonText user={user} />
          </Line>
        ))}
      </ul>
    </>
  )
}
