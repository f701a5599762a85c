// What people have reported, with the evidence they attached, and what is decided about it.
import { useQuery } from '@tanstack/react-query'
import { formatMoment, t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import { api, ask } from '@/protocol/http'
import { Button } from '@/ui/controls'
import { Actions, Facts, Notice, Waiting } from '@/ui/layout'
import { toast } from '@/ui/Toasts'

export function Reports() {
  const query = useQuery({
    queryKey: ['admin', 'reports'],
    queryFn: () => ask(api.GET('/api/v1/admin/reports', { params: { query: { state: 'open', limit: 50 } } })),
  })
  const decide = (id: string, decision: 'dismiss' | 'acted' | 'suspend') =>
    void ask(
      api.POST('/api/v1/admin/reports/{report_id}/decide', { params: { path: { report_id: id } }, body: { decision } }),
    ).then(
      () => query.refetch(),
      fault => toast(faultText(fault)),
    )
  return (
    <>
      <Waiting of={query} fault={faultText} />
      {query.data?.items.length === 0 && <Notice title={t('admin.noReports')} />}
      {query.data?.items.map(report => (
        <article key={report.id}>
          <Facts
            facts={[
              [formatMoment(Date.parse(report.created_at)), report.reason.replaceAll('_', ' ')],
              [t('admin.reason'), report.text],
              [t('admin.evidence'), report.evidence],
            ]}
          />
          <Actions>
            <Button onClick={() => decide(report.id, 'dismiss')}>{t('admin.dismiss')}</Button>
            <Button onClick={() => decide(report.id, 'acted')}>{t('admin.acted')}</Button>
            {report.user_id && (
              <Button kind="danger" onClick={() => decide(report.id, 'suspend')}>
                {t('admin.suspend')}
              </Button>
            )}
          </Actions>
        </article>
      ))}
    </>
  )
}
