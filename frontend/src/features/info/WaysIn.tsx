// Who may come into a group: open invitations, who asks to join, and who is banned.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { formatMoment, t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import { Button } from '@/ui/controls'
import { Dialog } from '@/ui/Dialog'
import { Line, PersonText, Section, Waiting } from '@/ui/layout'
import ui from '@/ui/page.module.css'
import { toast } from '@/ui/Toasts'
import * as server from './api'

export default function WaysIn({ chatId, onClose }: { chatId: string; onClose: () => void }) {
  const client = useQueryClient()
  const invites = useQuery({ queryKey: ['ways', chatId, 'invites'], queryFn: () => server.invites(chatId) })
  const asking = useQuery({ queryKey: ['ways', chatId, 'asking'], queryFn: () => server.asking(chatId) })
  const bans = useQuery({ queryKey: ['ways', chatId, 'bans'], queryFn: () => server.bans(chatId) })
  const act = (work: Promise<unknown>) =>
    void work
      .catch(fault => toast(faultText(fault)))
      .finally(() => client.invalidateQueries({ queryKey: ['ways', chatId] }))
  const waiting = asking.data?.items ?? []
  const banned = bans.data?.items ?? []
  return (
    <Dialog title={t('ways.title')} onClose={onClose}>
      <Waiting of={invites} fault={faultText} />
      {waiting.length > 0 && <Section title={t('ways.asking')} />}
      <ul>
        {waiting.map(({ user }) => (
          <Line key={user.id}>
            <PersonText user={user} />
            <Button kind="primary" onClick={() => act(server.letIn(chatId, user.id))}>
              {t('chat.accept')}
            </Button>
            <Button onClick={() => act(server.turnAway(chatId, user.id))}>{t('chat.decline')}</Button>
          </Line>
        ))}
      </ul>
      {invites.data && <Section title={t('ways.invites')} />}
      {invites.data?.items.length === 0 && <p>{t('ways.none')}</p>}
      <ul>
        {invites.data?.items.map(({ id, title, expires_at, used, approval }) => (
          <Line key={id}>
            <span className={ui.personText}>
              <strong dir="auto">{title ?? t('ways.link')}</strong>
              <small>
                {joined([
                  t('ways.used', { n: used }),
                  expires_at && t('ways.until', { time: formatMoment(Date.parse(expires_at)) }),
                  approval && t('ways.approval'),
                ])}
              </small>
            </span>
            <Button onClick={() => act(server.revoke(chatId, id))}>{t('ways.revoke')}</Button>
          </Line>
        ))}
      </ul>
      {banned.length > 0 && <Section title={t('ways.banned')} />}
      <ul>
        {banned.map(({ user }) => (
          <Line key={user.id}>
            <PersonText user={user} />
            <Button onClick={() => act(server.unban(chatId, user.id))}>{t('ways.unban')}</Button>
          </Line>
        ))}
      </ul>
      <Button kind="quiet" onClick={onClose}>
        {t('app.close')}
      </Button>
    </Dialog>
  )
}

const joined = (words: readonly (string | false | null | undefined)[]): ReactNode => words.filter(Boolean).join(' · ')
