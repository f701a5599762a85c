// The interface's words: `t` for texts, the `format…` functions for what Intl writes. The catalogue of one language is
// loaded at a time; changing it draws the whole application anew, so `t` is a plain function.

import { format, type Values } from '@/lib/icu'
import { daysBetween } from '@/lib/time'
import type { Catalogue } from './en'
import { direction, type Locale } from './locales'
import type { Pages } from './pages/en'

export type Key = keyof Catalogue | keyof Pages
type Words = Readonly<Record<string, string>>

export { direction, ENDONYMS, isLocale, LOCALES, type Locale, preferred } from './locales'

const aloud = async (words: Words): Promise<Words> => {
  const { pseudo } = await import('./pseudo')
  return Object.fromEntries(Object.entries(words).map(([key, text]) => [key, pseudo(text)]))
}
const english = async () => (await import('./en')).default
const englishPages = async () => (await import('./pages/en')).default
/** What the chats need, and what everything else needs besides. */
const catalogues: Record<Locale, readonly [chats: () => Promise<Words>, pages: () => Promise<Words>]> = {
  en: [english, englishPages],
  es: [async () => (await import('./es')).default, async () => (await import('./pages/es')).default],
  ar: [async () => (await import('./ar')).default, async () => (await import('./pages/ar')).default],
  ja: [async () => (await import('./ja')).default, async () => (await import('./pages/ja')).default],
  'en-XA': [async () => aloud(await english()), async () => aloud(await englishPages())],
}

let catalogue: Words = {}
let withPages = false
let locale: Locale = 'en'
/** What Intl is asked for: our language with the reader's own region, digits as the interface writes them. */
let region = 'en'
let hour12: boolean | undefined

export async function speak(next: Locale, clock?: '12' | '24') {
  const [chats, pages] = catalogues[next]
  catalogue = { ...(await chats()), ...(withPages ? await pages() : {}) }
  locale = next
  const own = typeof navigator === 'undefined' ? undefined : navigator.languages.find(tag => tag.split('-')[0] === next)
  region = next === 'ar' ? 'ar-u-nu-latn' : next === 'en-XA' ? 'en' : (own ?? next)
  hour12 = clock === undefined ? undefined : clock === '12'
  formats.clear()
  document.documentElement.lang = next === 'en-XA' ? 'en' : next
  document.documentElement.dir = direction(next)
}

/** Before the first page that is no chat. */
export async function pageWords() {
  if (withPages) return
  const [, pages] = catalogues[locale]
  catalogue = { ...catalogue, ...(await pages()) }
  withPages = true
}

export const currentLocale = () => locale

export function t(key: Key, values?: Values): string {
  const message = catalogue[key]
  return message === undefined ? key : format(message, region, values)
}

const formats = new Map<string, Intl.DateTimeFormat>()
function dates(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const name = JSON.stringify(options)
  const found = formats.get(name) ?? new Intl.DateTimeFormat(region, options)
  formats.set(name, found)
  return found
}

export const formatTime = (at: number) => dates({ hour: 'numeric', minute: '2-digit', hour12 }).format(at)
export const formatDate = (at: number) => dates({ day: 'numeric', month: 'short', year: 'numeric' }).format(at)
export const formatMoment = (at: number) =>
  dates({ day: 'numeric', month: 'short', year: 'numeric', hour: 'numeric', minute: '2-digit', hour12 }).format(at)

/** The pill between two days of a thread. */
export function formatDay(at: number, now: number): string {
  const days = daysBetween(at, now)
  if (days === 0 || days === 1) return new Intl.RelativeTimeFormat(region, { numeric: 'auto' }).format(-days, 'day')
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear()
  return dates({ day: 'numeric', month: 'long', year: sameYear ? undefined : 'numeric' }).format(at)
}

/** The short time of a row: an hour today, a weekday this week, otherwise a date. */
export function formatShort(at: number, now: number): string {
  const days = daysBetween(at, now)
  if (days === 0) return formatTime(at)
  if (days > 0 && days < 7) return dates({ weekday: 'short' }).format(at)
  return dates({ day: 'numeric', month: 'numeric', year: '2-digit' }).format(at)
}

export const formatNumber = (value: number) => new Intl.NumberFormat(region).format(value)
export const formatList = (items: readonly string[]) =>
  new Intl.ListFormat(region, { type: 'conjunction' }).format(items)
export const formatBytes = (bytes: number) => {
  const step = bytes < 1_000_000 ? 'kilobyte' : bytes < 1_000_000_000 ? 'megabyte' : 'gigabyte'
  const scale = { kilobyte: 1e3, megabyte: 1e6, gigabyte: 1e9 }[step]
  return new Intl.NumberFormat(region, { style: 'unit', unit: step, maximumFractionDigits: 1 }).format(bytes / scale)
}

const named = (type: 'language' | 'region', code: string) => {
  try {
    return new Intl.DisplayNames(region, { type, languageDisplay: 'standard' }).of(code) ?? code
  } catch {
    return code
  }
}
export const languageName = (code: string) => named('language', code)
export const countryName = (code: string) => named('region', code)
export const endonym = (code: string) => {
  try {
    return new Intl.DisplayNames(code, { type: 'language', languageDisplay: 'standard' }).of(code) ?? code
  } catch {
    return code
  }
}
export const compare = (a: string, b: string) => new Intl.Collator(region).compare(a, b)
