// An invitation by contact leads a person who has an account already to this page.
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import { Link, useParams } from '@/lib/router'
import { isProblem } from '@/protocol/problem'
import * as server from '@/server/friends'
import { Button } from '@/ui/button/Button'
import { EmptyState, Waiting } from '@/ui/empty-state/EmptyState'
import { Page } from '@/ui/page/Page'
import { toast } from '@/ui/toasts/Toasts'

export default function Invited() {
  const { code = '' } = useParams()
  const [done, setDone] = useState(false)
  const [busy, setBusy] = useState(false)
  const query = useQuery(server.invitation(code))
  const name = query.data?.inviter.display_name ?? ''
  const accept = () => {
    setBusy(true)
    server
      .acceptInvitation(code)
      .then(
        () => setDone(true),
        fault => toast(faultText(fault)),
      )
      .finally(() => setBusy(false))
  }
  const gone = isProblem(query.error, 'not_found')
  return (
    <Page title={t('invite.title')}>
      {gone ? <EmptyState title={t('invite.invalid')} /> : <Waiting of={query} fault={faultText} />}
      {query.data && (
        <EmptyState
          title={done ? t('invited.friends', { name }) : t('invited.title', { name })}
          text={done ? undefined : t('invited.ask', { name })}
        >
          {done ? (
            <Link to="/friends">{t('friends.title')}</Link>
          ) : (
            <Button kind="primary" busy={busy} onClick={accept}>
              {t('info.friendAdd')}
            </Button>
          )}
        </EmptyState>
      )}
    </Page>
  )
}
