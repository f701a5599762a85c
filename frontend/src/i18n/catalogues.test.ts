import { expect, test } from 'vitest'
import { format } from '@/lib/icu'
import ar from './ar'
import en from './en'
import es from './es'
import ja from './ja'
import { pseudo } from './pseudo'

const LANGUAGES = { en, es, ar, ja }
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
      const unknown = names(message).filter(name => !names(en[key as keyof typeof en]).includes(name))
      expect(unknown, key).toEqual([])
    }
  },
)

test('arabic names every form of a number it can meet', () => {
  for (const [key, message] of Object.entries(ar)) {
    if (!message.includes(', plural,')) continue
    for (const form of ['one', 'two', 'few', 'many', 'other']) expect(message, key).toContain(`${form} {`)
  }
})

test('the pseudo-locale keeps what is between braces', () => {
  for (const message of Object.values(en)) expect(() => format(pseudo(message), 'en', VALUES), message).not.toThrow()
})
