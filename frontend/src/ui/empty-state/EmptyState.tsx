// An empty state is shown where there is nothing else to show: no content, no answer yet, or none at all.
import type { ReactNode } from 'react'
import { t } from '@/i18n'
import { Button } from '../button/Button'
import s from './empty-state.module.css'

interface Props {
  title: string
  text?: string
  /** A drawing above the words. */
  art?: ReactNode
  children?: ReactNode
}

export function EmptyState({ title, text, art, children }: Props) {
  return (
    <div className={s.empty}>
      {art}
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
