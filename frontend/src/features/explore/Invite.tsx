// A chat invite leads to this page.
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import { useNavigate, useParams } from '@/lib/router'
import { isProblem } from '@/protocol/problem'
import * as server from '@/server/groups'
import { sync } from '@/sync/browser/sync'
import { Avatar } from '@/ui/avatar/Avatar'
import { Button } from '@/ui/button/Button'
import { EmptyState, Waiting } from '@/ui/empty-state/EmptyState'
import { Actions, Hero } from '@/ui/layout/Layout'
import { Page } from '@/ui/page/Page'
import { toast } from '@/ui/toasts/Toasts'

export default function Invite() {
  const { code = '' } = useParams()
  const navigate = useNavigate()
  const [requested, setRequested] = useState(false)
  const query = useQuery(server.invite(code))
  const found = query.data
  const accept = () =>
    void server.acceptInvite(code).then(
      answer => {
        if (answer.chat) navigate(`/c/${sync.chats.take(answer.chat).id}`)
        else setRequested(true)
      },
      fault => toast(faultText(fault)),
    )
  if (isProblem(query.error)) {
    return (
      <Page title={t('invite.title')}>
        <EmptyState
          title={
            query.error.status === 404 || query.error.code === 'invite_invalid'
              ? t('invite.invalid')
              : faultText(query.error)
          }
        />
      </Page>
    )
  }
  if (!found) return <Waiting of={query} fault={faultText} />
  const { chat } = found
  return (
    <Page title={t('invite.title')}>
      <Hero>
        <Avatar id={chat.id} name={chat.title ?? ''} picture={chat.avatar?.large} size={112} />
        <h2 dir="auto">{chat.title}</h2>
        <p dir="auto">{chat.description}</p>
        <p>{t('chat.members', { n: chat.member_count })}</p>
      </Hero>
      <Actions>
        {requested || found.requested ? (
          <p role="status">{t('invite.requested')}</p>
        ) : found.joined ? (
          <Button kind="primary" onClick={() => navigate(`/c/${chat.id}`)}>
            {t('invite.open')}
          </Button>
        ) : (
          <Button kind="primary" onClick={accept}>
            {found.approval ? t('invite.ask') : t('explore.join')}
          </Button>
        )}
      </Actions>
    </Page>
  )
}
