// A boundary keeps a fault within its column: the others go on working. A part that could not be loaded comes by itself
// when the network is back.
import { Component, type ReactNode } from 'react'
import { t } from '@/i18n'
import { ChunkFault, forgetFailed } from '@/lib/chunk'
import { Button } from '@/ui/button/Button'
import { EmptyState } from '@/ui/empty-state/EmptyState'
import { askVersion, NewVersion } from './version'

export class Boundary extends Component<{ children: ReactNode }, { fault?: unknown }> {
  override state: { fault?: unknown } = {}

  static getDerivedStateFromError(fault: unknown) {
    return { fault }
  }

  override componentDidCatch(fault: unknown) {
    if (!(fault instanceof ChunkFault)) return
    askVersion()
    addEventListener('online', this.again)
  }

  override componentWillUnmount() {
    removeEventListener('online', this.again)
  }

  private readonly again = () => {
    removeEventListener('online', this.again)
    forgetFailed()
    this.setState({ fault: undefined })
  }

  override render() {
    const { fault } = this.state
    if (fault === undefined) return this.props.children
    return (
      <EmptyState title={fault instanceof ChunkFault ? t('app.notLoaded') : t('app.broken')}>
        <NewVersion>
          <Button onClick={this.again}>{t('app.reload')}</Button>
        </NewVersion>
      </EmptyState>
    )
  }
}
