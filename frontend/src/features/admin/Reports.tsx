// What people have reported, with the evidence they attached, and what is decided about it.
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { formatMoment, t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import * as server from '@/server/admin'
import { Button } from '@/ui/button/Button'
import { Confirm } from '@/ui/dialog/Dialog'
import { Facts } from '@/ui/facts/Facts'
import { Actions } from '@/ui/layout/Layout'
import { Notice, Waiting } from '@/ui/notice/Notice'
import { toast } from '@/ui/toasts/Toasts'
import s from './admin.module.css'

export function Reports() {
  const query = useQuery(server.reports)
  const [removing, setRemoving] = useState<string>()
  const decide = (id: string, decision: server.Decision, said?: string) =>
    void server.decide(id, decision).then(
      () => {
        if (said) toast(said)
        return query.refetch()
      },
      fault => toast(faultText(fault)),
    )
  return (
    <>
      <Waiting of={query} fault={faultText} />
      {query.data?.items.length === 0 && <Notice title={t('admin.noReports')} />}
      {query.data?.items.map(report => (
        <Report
          key={report.id}
          report={report}
          onDecide={decision => (decision === 'remove_message' ? setRemoving(report.id) : decide(report.id, decision))}
        />
      ))}
      {removing && (
        <Confirm
          title={t('admin.removeMessage')}
          text={t('admin.removeMessageText')}
          action={t('admin.removeMessage')}
          onConfirm={() => decide(removing, 'remove_message', t('admin.messageRemoved'))}
          onClose={() => setRemoving(undefined)}
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
