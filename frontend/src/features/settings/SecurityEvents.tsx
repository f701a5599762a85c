// This list says what happened to a person's account: sign-ins, changed passwords and the like.
import { useInfiniteQuery } from '@tanstack/react-query'
import { formatMoment, t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import { securityEvents } from '@/server/account'
import { Waiting } from '@/ui/empty-state/EmptyState'
import { Line, Section } from '@/ui/layout/Layout'
import { More } from '@/ui/more/More'
import { personClass, TwoLines } from '@/ui/person/Person'

export default function SecurityEvents() {
  const query = useInfiniteQuery(securityEvents)
  const items = query.data?.pages.flatMap(page => page.items) ?? []
  return (
    <>
      <Section title={t('events.title')} />
      <Waiting of={query} fault={faultText} />
      <ul>
        {items.map(item => (
          <Line key={item.id}>
            <span className={personClass}>
              <TwoLines>
                {/* The words of the log are the same in every language, as in the administrator's log. */}
                <strong dir="ltr" lang="en">
                  {item.act.replaceAll('_', ' ')}
                </strong>
                <small>
                  {formatMoment(Date.parse(item.at))} {item.address_prefix && <bdi>{item.address_prefix}</bdi>}
                </small>
              </TwoLines>
            </span>
          </Line>
        ))}
      </ul>
      <More of={query} />
    </>
  )
}
