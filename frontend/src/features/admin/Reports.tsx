// The reports of people stand here with the evidence they attached; an administrator decides them.
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { formatMoment, t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import { Link } from '@/lib/router'
import * as server from '@/server/admin'
import { Button } from '@/ui/button/Button'
import { Confirm } from '@/ui/dialog/Dialog'
import { EmptyState, Waiting } from '@/ui/empty-state/EmptyState'
import { Facts } from '@/ui/facts/Facts'
import { Actions } from '@/ui/layout/Layout'
import { toast } from '@/ui/toasts/Toasts'
import s from './admin.module.css'
import { Suspend } from './Suspend'

/** What is asked about once more, or for a reason. */
const ASKED: readonly server.Decision[] = ['suspend', 'remove_message']

export function Reports() {
  const query = useQuery(server.reports)
  const [asked, setAsked] = useState<{ id: string; decision: server.Decision }>()
  const decide = (id: string, decision: server.Decision, note?: string) =>
    void server.decide(id, decision, note).then(
      () => {
        if (decision === 'remove_message') toast(t('admin.messageRemoved'))
        return query.refetch()
      },
      fault => toast(faultText(fault)),
    )
  return (
    <>
      <Waiting of={query} fault={faultText} />
      {query.data?.items.length === 0 && <EmptyState title={t('admin.noReports')} />}
      {query.data?.items.map(report => (
        <Report
          key={report.id}
          report={report}
          onDecide={decision =>
            ASKED.includes(decision) ? setAsked({ id: report.id, decision }) : decide(report.id, decision)
          }
        />
      ))}
      {asked?.decision === 'suspend' && (
        <Suspend onSuspend={reason => decide(asked.id, 'suspend', reason)} onClose={() => setAsked(undefined)} />
      )}
      {asked?.decision === 'remove_message' && (
        <Confirm
          title={t('admin.removeMessage')}
          text={t('admin.removeMessageText')}
          action={t('admin.removeMessage')}
          onConfirm={() => decide(asked.id, 'remove_message')}
          onClose={() => setAsked(undefined)}
        />
      )}
    </>
  )
}

function Report({ report, onDecide }: { report: server.Report; onDecide: (decision: server.Decision) => void }) {
  return (
    <article className={s.card}>
      <Facts
        facts={[
          [formatMoment(Date.parse(report.created_at)), t(`report.${report.reason}`)],
          [t('admin.words'), report.text],
          [t('admin.evidence'), report.evidence],
          [
            t('admin.reported'),
            report.user_id && <Link to={`/admin/users/${report.user_id}`}>{t('admin.person')}</Link>,
          ],
        ]}
      />
      <Actions>
        <Button onClick={() => onDecide('dismiss')}>{t('admin.dismiss')}</Button>
        <Button onClick={() => onDecide('acted')}>{t('admin.acted')}</Button>
        {report.seq !== null && (
          <Button kind="danger" onClick={() => onDecide('remove_message')}>
            {t('admin.removeMessage')}
          </Button>
        )}
        {report.user_id && (
          <Button kind="danger" onClick={() => onDecide('suspend')}>
            {t('admin.suspend')}
          </Button>
        )}
      </Actions>
    </article>
  )
}
