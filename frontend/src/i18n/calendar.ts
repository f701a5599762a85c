// A calendar is written as the reader's region does: the names of days and months, and the day a week begins with.
import { intlRegion } from '.'

const DAYS = 7
/** A Monday. */
const MONDAY = Date.UTC(2024, 0, 1)
const DAY_MS = 86_400_000
const SUNDAY = 7

interface Week {
  readonly firstDay: number
}

/** 1 is Monday, 7 is Sunday. */
export function firstDay(): number {
  const locale = new Intl.Locale(intlRegion()).maximize() as Intl.Locale & { weekInfo?: Week; getWeekInfo?(): Week }
  return (locale.getWeekInfo?.() ?? locale.weekInfo)?.firstDay ?? (locale.region === 'US' ? SUNDAY : 1)
}

/** Short and whole names of the days of a week, in its order. */
export function weekdays(): readonly { short: string; long: string }[] {
  const written = (weekday: 'narrow' | 'short' | 'long') =>
    new Intl.DateTimeFormat(intlRegion(), { weekday, timeZone: 'UTC' })
  const [short, long] = [written('narrow'), written('long')]
  return Array.from({ length: DAYS }, (_, n) => {
    const at = MONDAY + (firstDay() - 1 + n) * DAY_MS
    return { short: short.format(at), long: long.format(at) }
  })
}

const format = (options: Intl.DateTimeFormatOptions) => (at: Date) =>
  new Intl.DateTimeFormat(intlRegion(), options).format(at)

export const formatMonth = format({ month: 'long', year: 'numeric' })
export const formatWhole = format({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
export const formatDayNumber = format({ day: 'numeric' })
