// A small part that comes in a chunk of its own: a menu, a dialog, a picker. Until it has come nothing is shown; if it
// cannot be loaded, a toast says so and everything around it stays.
import { Component, type ReactNode, Suspense } from 'react'
import { t } from '@/i18n'
import { ChunkFault, forgetFailed } from '@/lib/chunk'
import { toast } from '../toasts/Toasts'

interface Props {
  children: ReactNode
  fallback: ReactNode
  open: boolean
}

export const Later = ({ children, fallback = null }: { children: ReactNode; fallback?: ReactNode }) => (
  <Missing fallback={fallback} open={Boolean(children)}>
    <Suspense fallback={fallback}>{children}</Suspense>
  </Missing>
)

class Missing extends Component<Props, { fault?: unknown }> {
  override state: { fault?: unknown } = {}

  static getDerivedStateFromError(fault: unknown) {
    return { fault }
  }

  override componentDidCatch(fault: unknown) {
    if (!(fault instanceof ChunkFault)) return
    toast(t('app.notLoaded'))
    addEventListener('online', this.again)
  }

  /** Closed and opened again, it is asked for again. */
  override componentDidUpdate(before: Props) {
    if (this.state.fault !== undefined && !before.open && this.props.open) this.again()
  }

  override componentWillUnmount() {
    removeEventListener('online', this.again)
    if (this.state.fault !== undefined) forgetFailed()
  }

  private readonly again = () => {
    removeEventListener('online', this.again)
    forgetFailed()
    this.setState({ fault: undefined })
  }

  override render() {
    const { fault } = this.state
    if (fault === undefined) return this.props.children
    if (!(fault instanceof ChunkFault)) throw fault
    return this.props.fallback
  }
}
