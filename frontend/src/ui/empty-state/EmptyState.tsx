// An empty state is shown where there is nothing else to show: no content, no answer yet, or none at all.
import type { ReactNode } from 'react'
import { t } from '@/i18n'
import { Button } from '../button/Button'
import s from './empty-state.module.css'

export function EmptyState({ title, text, children }: { title: string; text?: string; children?: ReactNode }) {
  return (
    <div className={s.empty}>
      <h2>{title}</h2>
      {text && <p>{text}</p>}
      {children}
    </div>
  )
}

interface Answer {
  isPending: boolean
  error: unknown
  refetch: () => unknown
}
/** What stands in place of an answer that is not there. */
export function Waiting({ of, fault }: { of: Answer; fault: (error: unknown) => string }) {
  if (of.error) {
    return (
      <EmptyState title={fault(of.error)}>
        <Button onClick={() => of.refetch()}>{t('app.retry')}</Button>
      </EmptyState>
    )
  }
  return of.isPending ? <EmptyState title={t('app.loading')} /> : null
}
