// This counts days, and how far one moment is from another, in the browser's own time zone.

const DAY = 86_400_000

/** Equal for two moments of the same local day. */
export function dayOf(at: number): number {
  const date = new Date(at)
  return date.getFullYear() * 10_000 + date.getMonth() * 100 + date.getDate()
}

/** Whole local days between two moments; midnights count, not hours. */
export function daysBetween(earlier: number, later: number): number {
  const midnight = (at: number) => {
    const date = new Date(at)
    return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate())
  }
  return Math.round((midnight(later) - midnight(earlier)) / DAY)
}

/** Whole years from a birth date (YYYY-MM-DD) to now. */
export function ageOn(birth: string, now: Date): number {
  const [year, month, day] = birth.split('-').map(Number)
  if (!year || !month || !day) return Number.NaN
  const had = now.getMonth() + 1 > month || (now.getMonth() + 1 === month && now.getDate() >= day)
  return now.getFullYear() - year - (had ? 0 : 1)
}
