// The interface's words are here: `t` for texts, the `format…` functions for what Intl writes. The catalogue of one
// language is loaded at a time; changing it draws the whole application anew, so `t` is a plain function.
import { format, type Values } from '@/lib/icu'
import { daysBetween } from '@/lib/time'
import type { Acts } from './acts/en'
import type { Alerts } from './alerts/en'
import type { Console } from './console/en'
import type { Catalogue } from './en'
import type { Entry } from './entry/en'
import type { Faults } from './faults/en'
import { direction, type Locale } from './locales'
import type { Overlays } from './overlays/en'
import type { Pages } from './pages/en'
import type { Writing } from './writing/en'

export type Key =
  | keyof Catalogue
  | keyof Entry
  | keyof Pages
  | keyof Faults
  | keyof Alerts
  | keyof Console
  | keyof Overlays
  | keyof Acts
  | keyof Writing
type Words = Readonly<Record<string, string>>

export { direction, ENDONYMS, isLocale, LOCALES, type Locale, preferred } from './locales'

/** The chats, what is done with messages, the way in, all other pages, refusals, alerts, the console, writing, the rest. */
type Part = 'chats' | 'acts' | 'entry' | 'pages' | 'faults' | 'alerts' | 'console' | 'overlays' | 'writing'
type Loads = Record<Part, () => Promise<Words>>

const english: Loads = {
  chats: async () => (await import('./en')).default,
  acts: async () => (await import('./acts/en')).default,
  entry: async () => (await import('./entry/en')).default,
  pages: async () => (await import('./pages/en')).default,
  faults: async () => (await import('./faults/en')).default,
  alerts: async () => (await import('./alerts/en')).default,
  console: async () => (await import('./console/en')).default,
  overlays: async () => (await import('./overlays/en')).default,
  writing: async () => (await import('./writing/en')).default,
}
const aloud = (load: () => Promise<Words>) => async () => {
  const { pseudo } = await import('./pseudo')
  return Object.fromEntries(Object.entries(await load()).map(([key, text]) => [key, pseudo(text)]))
}
const catalogues: Record<Locale, Loads> = {
  en: english,
  es: {
    chats: async () => (await import('./es')).default,
    acts: async () => (await import('./acts/es')).default,
    entry: async () => (await import('./entry/es')).default,
    pages: async () => (await import('./pages/es')).default,
    faults: async () => (await import('./faults/es')).default,
    alerts: async () => (await import('./alerts/es')).default,
    console: async () => (await import('./console/es')).default,
    overlays: async () => (await import('./overlays/es')).default,
    writing: async () => (await import('./writing/es')).default,
  },
  ar: {
    chats: async () => (await import('./ar')).default,
    acts: async () => (await import('./acts/ar')).default,
    entry: async () => (await import('./entry/ar')).default,
    pages: async () => (await import('./pages/ar')).default,
    faults: async () => (await import('./faults/ar')).default,
    alerts: async () => (await import('./alerts/ar')).default,
    console: async () => (await import('./console/ar')).default,
    overlays: async () => (await import('./overlays/ar')).default,
    writing: async () => (await import('./writing/ar')).default,
  },
  ja: {
    chats: async () => (await import('./ja')).default,
    acts: async () => (await import('./acts/ja')).default,
    entry: async () => (await import('./entry/ja')).default,
    pages: async () => (await import('./pages/ja')).default,
    faults: async () => (await import('./faults/ja')).default,
    alerts: async () => (await import('./alerts/ja')).default,
    console: async () => (await import('./console/ja')).default,
    overlays: async () => (await import('./overlays/ja')).default,
    writing: async () => (await import('./writing/ja')).default,
  },
  'en-XA': {
    chats: aloud(english.chats),
    acts: aloud(english.acts),
    entry: aloud(english.entry),
    pages: aloud(english.pages),
    faults: aloud(english.faults),
    alerts: aloud(english.alerts),
    console: aloud(english.console),
    overlays: aloud(english.overlays),
    writing: aloud(english.writing),
  },
}

/** The parts there are, and all of them as one. */
let parts: Partial<Record<Part, Words>> = {}
let catalogue: Words = {}
let locale: Locale = 'en'
/** The locale whose words are being loaded, or were last. */
let wanted: Locale = 'en'
/** What Intl is asked for: our language with the reader's own region, digits as the interface writes them. */
let region = 'en'
let hour12: boolean | undefined

export async function speak(next: Locale, clock?: '12' | '24') {
  wanted = next
  const names = new Set<Part>(['chats', ...known()])
  const loaded = await Promise.all([...names].map(async part => [part, await catalogues[next][part]()] as const))
  if (wanted !== next) return
  put(Object.fromEntries(loaded))
  locale = next
  const own = typeof navigator === 'undefined' ? undefined : navigator.languages.find(tag => tag.split('-')[0] === next)
  region = next === 'ar' ? 'ar-u-nu-latn' : next === 'en-XA' ? 'en' : (own ?? next)
  hour12 = clock === undefined ? undefined : clock === '12'
  formats.clear()
  document.documentElement.lang = next === 'en-XA' ? 'en' : next
  document.documentElement.dir = direction(next)
}

const known = () => Object.keys(parts) as Part[]

function put(more: Partial<Record<Part, Words>>) {
  parts = { ...parts, ...more }
  catalogue = Object.assign({}, ...Object.values(parts))
}

async function learn(...names: Part[]) {
  const [fresh, next] = [names.filter(part => !parts[part]), wanted]
  const loaded = await Promise.all(fresh.map(async part => [part, await catalogues[next][part]()] as const))
  // The language was changed meanwhile: these are the words of another.
  if (wanted !== next) return learn(...names)
  put(Object.fromEntries(loaded))
}

/** With what is done with a message. */
export const actWords = () => learn('acts')
/** Before the first page on the way in. */
export const entryWords = () => learn('entry', 'faults')
/** Before the first page that is no chat. */
export const pageWords = () => learn('entry', 'pages', 'faults', 'alerts')
/** Before the console of administrators. */
export const consoleWords = () => learn('console')
/** Before a person who is not looking is told of anything. */
export const alertWords = () => learn('alerts')
/** Before what opens over the chats and comes late. */
export const overlayWords = () => learn('overlays')
/** Before what helps in writing: the bar of formats, the picker of emoji. */
export const writingWords = () => learn('writing')
/** Soon after the start: until then a refusal is told in general terms. */
export const faultWords = () => learn('faults')

/** What the instance is called; the page comes with its name. */
let instance = 'Parlance'
export const instanceName = () => instance
export const setInstanceName = (name: string) => {
  instance = name
}

export const currentLocale = () => locale
/** For what else Intl writes: the calendar. */
export const intlRegion = () => region

export const knows = (key: string): key is Key => key in catalogue

export function t(key: Key, values?: Values): string {
  const message = catalogue[key]
  return message === undefined ? key : format(message, region, { instance, ...values })
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
