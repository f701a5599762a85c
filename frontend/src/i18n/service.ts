// This says what a service message says.
import { formatList, t } from './index'

interface Service {
  readonly event: string
  readonly title?: string | null
  readonly role?: string | null
}

export function serviceText(service: Service | null | undefined, actor: string, names: readonly string[]): string {
  const values = { actor, names: formatList(names), title: service?.title ?? '', role: service?.role ?? 'member' }
  switch (service?.event) {
    case 'created':
      return t('service.created', values)
    case 'joined':
      return t('service.joined', values)
    case 'added':
      return t('service.added', values)
    case 'left':
      return t('service.left', values)
    case 'removed':
      return t('service.removed', values)
    case 'banned':
      return t('service.banned', values)
    case 'role':
      return t('service.role', values)
    case 'title':
      return t('service.title', values)
    case 'pinned':
      return t('service.pinned', values)
    default:
      return t('service.other', values)
  }
}
