// A boundary keeps a fault within its column: the others go on working.
import { Component, type ReactNode } from 'react'
import { t } from '@/i18n'
import { Button } from '@/ui/button/Button'
import { EmptyState } from '@/ui/empty-state/EmptyState'

export class Boundary extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false }

  static getDerivedStateFromError() {
    return { broken: true }
  }

  override render() {
    if (!this.state.broken) return this.props.children
    return (
      <EmptyState title={t('app.broken')}>
        <Button onClick={() => this.setState({ broken: false })}>{t('app.reload')}</Button>
      </EmptyState>
    )
  }
}
