import { expect, test } from 'vitest'
import { format } from './icu'

const FILES = '{n, plural, zero {لا ملفات} one {ملف واحد} two {ملفان} few {# ملفات} many {# ملفًا} other {# ملف}}'

test('arabic has all six forms', () => {
  const forms = [0, 1, 2, 5, 11, 100].map(n => format(FILES, 'ar-u-nu-latn', { n }))
  expect(forms).toEqual(['لا ملفات', 'ملف واحد', 'ملفان', '5 ملفات', '11 ملفًا', '100 ملف'])
})

test('an exact case wins over a category, and numbers are written as the locale does', () => {
  const message = '{n, plural, =0 {no one} one {# person} other {# people}}'
  expect([0, 1, 1200].map(n => format(message, 'en', { n }))).toEqual(['no one', '1 person', '1,200 people'])
})

test('choices nest and values stand inside them', () => {
  const message = '{who, select, me {You removed {name}} other {{actor} removed {name}}}'
  expect(format(message, 'en', { who: 'me', name: 'Leo' })).toBe('You removed Leo')
  expect(format(message, 'en', { who: 'them', actor: 'Ana', name: 'Leo' })).toBe('Ana removed Leo')
})

test('a message that cannot be read is refused', () => {
  expect(() => format('{n, plural, one {x}}', 'en')).toThrow('"other" is missing')
  expect(() => format('{n, date}', 'en')).toThrow('unknown format')
})
