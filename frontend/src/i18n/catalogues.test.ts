import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { format } from '@/lib/icu'
import actsAr from './acts/ar'
import actsEn from './acts/en'
import actsEs from './acts/es'
import actsJa from './acts/ja'
import alertsAr from './alerts/ar'
import alertsEn from './alerts/en'
import alertsEs from './alerts/es'
import alertsJa from './alerts/ja'
import ar from './ar'
import consoleAr from './console/ar'
import consoleEn from './console/en'
import consoleEs from './console/es'
import consoleJa from './console/ja'
import en from './en'
import entryAr from './entry/ar'
import entryEn from './entry/en'
import entryEs from './entry/es'
import entryJa from './entry/ja'
import es from './es'
import faultsAr from './faults/ar'
import faultsEn from './faults/en'
import faultsEs from './faults/es'
import faultsJa from './faults/ja'
import ja from './ja'
import overlaysAr from './overlays/ar'
import overlaysEn from './overlays/en'
import overlaysEs from './overlays/es'
import overlaysJa from './overlays/ja'
import pagesAr from './pages/ar'
import pagesEn from './pages/en'
import pagesEs from './pages/es'
import pagesJa from './pages/ja'
import { pseudo } from './pseudo'
import writingAr from './writing/ar'
import writingEn from './writing/en'
import writingEs from './writing/es'
import writingJa from './writing/ja'

const LANGUAGES = {
  en: { ...en, ...actsEn, ...pagesEn, ...entryEn, ...faultsEn, ...alertsEn, ...consoleEn, ...overlaysEn, ...writingEn },
  es: { ...es, ...actsEs, ...pagesEs, ...entryEs, ...faultsEs, ...alertsEs, ...consoleEs, ...overlaysEs, ...writingEs },
  ar: { ...ar, ...actsAr, ...pagesAr, ...entryAr, ...faultsAr, ...alertsAr, ...consoleAr, ...overlaysAr, ...writingAr },
  ja: { ...ja, ...actsJa, ...pagesJa, ...entryJa, ...faultsJa, ...alertsJa, ...consoleJa, ...overlaysJa, ...writingJa },
}
const names = (message: string) => [...new Set([...message.matchAll(/\{(\w+)[,}]/g)].map(match => match[1]))].sort()
const VALUES = {
  n: 3,
  of: 3,
  left: 2,
  seconds: 5,
  name: 'Ana',
  names: 'Ana',
  actor: 'Leo',
  title: 'T',
  role: 'admin',
  time: '1',
  text: 'x',
  target: 'y',
  query: 'z',
  event: 'e',
  size: '1',
  version: '1',
  emoji: '👍',
  instance: 'Parlance',
  minutes: 3,
  label: 'Email',
  give: 'Spanish',
  learn: 'English',
  want: 'English',
  level: 'B2',
}

test.each(Object.entries(LANGUAGES))(
  '%s: every text can be written and uses the values English uses',
  (locale, catalogue) => {
    for (const [key, message] of Object.entries(catalogue)) {
      expect(format(message, locale, VALUES), key).not.toMatch(/[{}]/)
      const unknown = names(message).filter(
        name => !names(LANGUAGES.en[key as keyof typeof LANGUAGES.en]).includes(name),
      )
      expect(unknown, key).toEqual([])
    }
  },
)

test('arabic names every form of a number it can meet', () => {
  for (const [key, message] of Object.entries(LANGUAGES.ar)) {
    if (!message.includes(', plural,')) continue
    for (const form of ['one', 'two', 'few', 'many', 'other']) expect(message, key).toContain(`${form} {`)
  }
})

test('the pseudo-locale keeps what is between braces', () => {
  for (const message of Object.values(LANGUAGES.en))
    expect(() => format(pseudo(message), 'en', VALUES), message).not.toThrow()
})

/** Where the words of each part may be used: what stands on the screen before they are there would show their names. */
const PLACES = [
  [
    pagesEn,
    /features\/(admin|explore|info|new-chat|notifications|palette|people|safety|settings|share|welcome)\/|i18n\/|ui\/(picture-buttons|proof|language-fields)\//,
  ],
  [entryEn, /features\/(onboarding|people|settings)\/|i18n\/|ui\/(proof|language-fields)\//],
  [consoleEn, /features\/admin\/|i18n\//],
  [
    overlaysEn,
    /app\/KeyHelp|composer\/SlowNote|settings\/WhichSound|features\/(chat-menu|date|palette|safety)\/|features\/thread\/Search|i18n\/|ui\/calendar\//,
  ],
  [alertsEn, /features\/(notifications|settings)\/|i18n\/|app\/alerts/],
] as const

test('words of a part are used where they are loaded only', () => {
  const early = new Set(Object.keys(en))
  for (const [words, places] of PLACES) {
    const kinds = new Set(Object.keys(words).map(key => key.split('.')[0]))
    for (const name of readdirSync('src', { recursive: true, encoding: 'utf8' })) {
      if (!/\.tsx?$/.test(name) || places.test(name)) continue
      for (const [, key = ''] of readFileSync(join('src', name), 'utf8').matchAll(
        /\bt\(\s*['`]([a-zA-Z]+\.[a-zA-Z_]*)/g,
      ))
        if (kinds.has(key.split('.')[0] ?? '') && !early.has(key))
          expect.soft(key in words, `${name}: ${key}`).toBe(false)
    }
  }
})

/** Refusals that say something about a program or about the connection; people are told that it did not work. */
const TECHNICAL = new Set([
  'malformed_json',
  'method_not_allowed',
  'uri_too_long',
  'unauthenticated',
  'second_factor_required',
  'token_invalid',
  'token_expired',
  'ticket_invalid',
  'csrf',
  'origin_refused',
  'token_in_url',
  'idempotency_conflict',
  'bad_frame',
  'unknown_type',
  'rate_limited',
  'unavailable',
  'internal',
])

test('every refusal has words in the language of the reader', () => {
  const contract = readFileSync('../openapi.yaml', 'utf8')
  const problem = /\n {4}Problem:\n(.*?)\n {4}[A-Z]/s.exec(contract)?.[1] ?? ''
  const codes = /\n {8}code:\n.*?enum:\n((?: {10,12}- \w+\n)+)/s.exec(problem)?.[1] ?? ''
  const known = [...codes.matchAll(/- (\w+)/g)].map(([, code]) => code ?? '')
  expect(known.length).toBeGreaterThan(30)
  for (const code of known) expect.soft(TECHNICAL.has(code) || `fault.${code}` in faultsEn, code).toBe(true)
})
