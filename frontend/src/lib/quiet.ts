// Quiet hours run every day from one time to another by the clock of a time zone, past midnight where the end is
// earlier.

export interface QuietHours {
  readonly from: string
  readonly to: string
  readonly time_zone: string
}

export function isQuiet(hours: QuietHours | null | undefined, now: Date): boolean {
  if (!hours) return false
  const clock = new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: hours.time_zone,
  }).format(now)
  const { from, to } = hours
  return from <= to ? clock >= from && clock < to : clock >= from || clock < to
}
