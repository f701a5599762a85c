// A calendar shows one month; a day is chosen by a press, or by arrows and Enter. Page keys go to other months, with
// Shift to other years.
import { ChevronLeft, ChevronRight, ChevronsLeft, ChevronsRight } from 'lucide-react'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { t } from '@/i18n'
import { firstDay, formatDayNumber, formatMonth, formatWhole, weekdays } from '@/i18n/calendar'
import { IconButton } from '../icon-button/IconButton'
import s from './calendar.module.css'
import { type Day, dateOf, dayOf, moved, plusMonths, weeksOf, within } from './month'

interface Props {
  value: Day | undefined
  /** The first and the last day that can be chosen. */
  least?: Day
  most?: Day
  onPick: (day: Day) => void
}

export function Calendar({ value, least, most, onPick }: Props) {
  const today = dayOf(new Date())
  const id = useId()
  const grid = useRef<HTMLTableElement>(null)
  const [at, setAt] = useState(() => within(value ?? today, least, most))
  const byKey = useRef(true)
  const go = (day: Day) => setAt(within(day, least, most))
  // The focus goes with the day, not with the buttons that turn the pages.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the day is the reason to move
  useEffect(() => {
    if (byKey.current) grid.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus()
    byKey.current = false
  }, [at])
  const onKeyDown = (event: KeyboardEvent) => {
    const next = moved(at, event, firstDay(), document.documentElement.dir === 'rtl')
    if (!next) return
    event.preventDefault()
    byKey.current = true
    go(next)
  }
  const turn = (months: number) => ({
    onClick: () => go(plusMonths(at, months)),
    disabled: within(plusMonths(at, months), least, most).slice(0, 7) === at.slice(0, 7),
  })
  return (
    <div className={s.calendar}>
      <div className={s.head}>
        <IconButton label={t('calendar.yearBack')} mirror {...turn(-12)}>
          <ChevronsLeft />
        </IconButton>
        <IconButton label={t('calendar.monthBack')} mirror {...turn(-1)}>
          <ChevronLeft />
        </IconButton>
        <h3 id={id} aria-live="polite">
          {formatMonth(dateOf(at))}
        </h3>
        <IconButton label={t('calendar.monthOn')} mirror {...turn(1)}>
          <ChevronRight />
        </IconButton>
        <IconButton label={t('calendar.yearOn')} mirror {...turn(12)}>
          <ChevronsRight />
        </IconButton>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose cells are controls */}
      <table ref={grid} role="grid" aria-labelledby={id} className={s.grid} onKeyDown={onKeyDown}>
        <thead>
          <tr>
            {weekdays().map(({ short, long }) => (
              <th key={long} scope="col">
                <span aria-hidden>{short}</span>
                <span className="only-heard">{long}</span>
              </th>
            ))}
          </tr>
        </thead>
        <Weeks {...{ at, today, value, least, most, onPick }} />
      </table>
    </div>
  )
}

interface WeeksProps extends Props {
  /** The day the keys are at. */
  at: Day
  today: Day
}

function Weeks({ at, today, value, least, most, onPick }: WeeksProps) {
  const cell = (day: Day) => (
    <button
      type="button"
      tabIndex={day === at ? 0 : -1}
      aria-label={formatWhole(dateOf(day))}
      aria-current={day === today ? 'date' : undefined}
      aria-pressed={day === value}
      disabled={within(day, least, most) !== day}
      onClick={() => onPick(day)}
    >
      {formatDayNumber(dateOf(day))}
    </button>
  )
  return (
    <tbody>
      {weeksOf(at, firstDay()).map(week => (
        <tr key={week.find(Boolean)}>
          {week.map((day, place) => (
            <td key={day ?? place}>{day && cell(day)}</td>
          ))}
        </tr>
      ))}
    </tbody>
  )
}
