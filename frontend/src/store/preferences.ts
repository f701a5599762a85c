// The preferences of this browser are looks, language and keys. They are kept in localStorage, where theme.js reads
// them before the first paint and other tabs follow them; none of them is told to the server.
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { Sound } from '@/lib/sound'

export const ACCENTS = ['mulberry', 'clay', 'moss', 'lagoon', 'ink', 'iris'] as const
export type Accent = (typeof ACCENTS)[number]

/** What accents were called before they became hues. Known to theme.js as well. */
const FORMER: Readonly<Record<string, Accent>> = { blue: 'ink', green: 'moss', violet: 'iris', rose: 'mulberry' }

const accentOf = (name: unknown): Accent =>
  ACCENTS.find(accent => accent === name) ?? FORMER[String(name)] ?? usual.accent

export interface Preferences {
  readonly theme: 'system' | 'light' | 'dark'
  readonly accent: Accent
  readonly size: number
  readonly density: 'normal' | 'compact'
  readonly motion: 'system' | 'less'
  /** Whether the punctuation of the world is drawn behind messages. */
  readonly pattern: boolean
  /** What is heard when a message comes, and in which chats another sound. */
  readonly sound: Sound
  readonly sounds: Readonly<Record<string, Sound>>
  readonly clock?: '12' | '24'
  readonly locale?: string
  readonly sendBy: 'enter' | 'ctrl-enter'
  readonly letterKeys: boolean
  readonly listWidth: number
  /** No messages are kept on this device: they live in memory only. */
  readonly forget: boolean
  /** Where not: the first native language. */
  readonly translateTo?: string
  /** Translations of a chat show only when they are tapped. */
  readonly learner: boolean
  /** Emoji that were picked last, the latest first. */
  readonly emoji: readonly string[]
  readonly skinTone: 'none' | 'light' | 'medium-light' | 'medium' | 'medium-dark' | 'dark'
  /** Chats whose words may go to the engine of the instance. */
  readonly translated: readonly string[]
  /** How often reactions were used here. */
  readonly reactions: Readonly<Record<string, number>>
}

const KEY = 'parlance.preferences'
const usual: Preferences = {
  theme: 'system',
  accent: 'mulberry',
  size: 16,
  density: 'normal',
  motion: 'system',
  pattern: true,
  sound: 'chime',
  sounds: {},
  sendBy: 'enter',
  letterKeys: true,
  listWidth: 380,
  forget: false,
  learner: false,
  translated: [],
  reactions: {},
  emoji: [],
  skinTone: 'none',
}

function load(): Preferences {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '{}')
    return { ...usual, ...kept, accent: accentOf(kept?.accent) }
  } catch {
    return usual
  }
}

export const preferences = createStore<Preferences>(() => (typeof localStorage === 'undefined' ? usual : load()))

export const usePreferences = <T>(pick: (chosen: Preferences) => T): T => useStore(preferences, pick)

export function prefer(chosen: Partial<Preferences>) {
  preferences.setState(chosen)
  try {
    localStorage.setItem(KEY, JSON.stringify(preferences.getState()))
  } catch {
    // Without storage the choice holds until the page is closed.
  }
  show()
}

/** Another tab chose: this one shows the same. */
export function follow({ key }: StorageEvent) {
  // Without a key all of them are gone.
  if (key !== KEY && key !== null) return
  preferences.setState(load(), true)
  show()
}

/** Puts the choices on the page, as theme.js did at the start. */
export function show() {
  const chosen = preferences.getState()
  const { dataset } = document.documentElement
  const dark = matchMedia('(prefers-color-scheme: dark)').matches
  dataset.theme = chosen.theme === 'system' ? (dark ? 'dark' : 'light') : chosen.theme
  dataset.accent = chosen.accent
  dataset.size = String(chosen.size)
  dataset.density = chosen.density
  dataset.motion = chosen.motion
  dataset.pattern = chosen.pattern ? 'on' : 'off'
  const panel = getComputedStyle(document.documentElement).getPropertyValue('--color-panel')
  document.querySelector('meta[name=theme-color]')?.setAttribute('content', panel)
}
