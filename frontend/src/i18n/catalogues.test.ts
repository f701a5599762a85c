import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { format } from '@/lib/icu'
import ar from './ar'
import en from './en'
import es from './es'
import ja from './ja'
import pagesAr from './pages/ar'
import pagesEn from './pages/en'
import pagesEs from './pages/es'
import pagesJa from './pages/ja'
import { pseudo } from './pseudo'

const LANGUAGES = {
  en: { ...en, ...pagesEn },
  es: { ...es, ...pagesEs },
  ar: { ...ar, ...pagesAr },
  ja: { ...ja, ...pagesJa },
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

test('words of pages are used by pages only: whoever is there from the start would show their names', () => {
  const PAGES = /features\/(admin|compose|explore|info|notices|people|settings)\/|i18n\/|ui\/PictureButtons/
  const kinds = new Set(Object.keys(pagesEn).map(key => key.split('.')[0]))
  const early = new Set(Object.keys(en).map(key => key.split('.')[0]))
  for (const name of readdirSync('src', { recursive: true, encoding: 'utf8' })) {
    if (!/\.tsx?$/.test(name) || PAGES.test(name)) continue
    for (const [, key = ''] of readFileSync(join('src', name), 'utf8').matchAll(/['`]([a-zA-Z]+\.[a-zA-Z_]*)/g)) {
      const kind = key.split('.')[0] ?? ''
      if (kinds.has(kind) && !(early.has(kind) && key in en)) expect.soft(key in pagesEn, `${name}: ${key}`).toBe(false)
    }
  }
})
