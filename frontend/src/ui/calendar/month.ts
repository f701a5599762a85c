// A month is laid out in weeks, with days of its neighbors left empty; a key leads from one day to another. Pure.

/** A day as year, month (1 to 12) and day, written YYYY-MM-DD. */
export type Day = string

const two = (n: number) => String(n).padStart(2, '0')

export const dayOf = (date: Date): Day =>
  `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`

/** Its first moment, by the clock of the browser. */
export function dateOf(day: Day): Date {
  const [year = 1970, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(year, month - 1, date)
}

/** The days of the month of a day, in weeks; a place without a day is empty. */
export function weeksOf(day: Day, firstDay: number): readonly (readonly (Day | undefined)[])[] {
  const first = dateOf(day)
  first.setDate(1)
  const count = new Date(first.getFullYear(), first.getMonth() + 1, 0).getDate()
  const before = (((first.getDay() + 6) % 7) - (firstDay - 1) + 7) % 7
  const places = Array.from({ length: Math.ceil((before + count) / 7) * 7 }, (_, n) => {
    const date = n - before + 1
    return date < 1 || date > count ? undefined : dayOf(new Date(first.getFullYear(), first.getMonth(), date))
  })
  return Array.from({ length: places.length / 7 }, (_, week) => places.slice(week * 7, week * 7 + 7))
}

export function plusDays(day: Day, days: number): Day {
  const date = dateOf(day)
  date.setDate(date.getDate() + days)
  return dayOf(date)
}

/** The same day of another month, or its last one. */
export function plusMonths(day: Day, months: number): Day {
  const date = dateOf(day)
  const wanted = date.getDate()
  date.setDate(1)
  date.setMonth(date.getMonth() + months)
  const last = new Date(date.getFullYear(), date.getMonth() + 1, 0).getDate()
  date.setDate(Math.min(wanted, last))
  return dayOf(date)
}

export const within = (day: Day, least: Day | undefined, most: Day | undefined): Day =>
  least && day < least ? least : most && day > most ? most : day

interface Pressed {
  readonly key: string
  readonly shiftKey: boolean
}

/** Where a key leads to; forward is to the left where text runs to the left. */
export function moved(day: Day, { key, shiftKey }: Pressed, firstDay: number, rtl: boolean): Day | undefined {
  const place = (((dateOf(day).getDay() + 6) % 7) - (firstDay - 1) + 7) % 7
  switch (key) {
    case 'ArrowLeft':
      return plusDays(day, rtl ? 1 : -1)
    case 'ArrowRight':
      return plusDays(day, rtl ? -1 : 1)
    case 'ArrowUp':
      return plusDays(day, -7)
    case 'ArrowDown':
      return plusDays(day, 7)
    case 'Home':
      return plusDays(day, -place)
    case 'End':
      return plusDays(day, 6 - place)
    case 'PageUp':
      return plusMonths(day, shiftKey ? -12 : -1)
    case 'PageDown':
      return plusMonths(day, shiftKey ? 12 : 1)
    default:
      return undefined
  }
}
