import { expect, test } from 'vitest'
import { snippet } from './snippet.ts'

const shown = (text: string, ranges: number[][]) =>
  snippet(text, ranges)
    .map(part => (part.hit ? `[${part.text}]` : part.text))
    .join('')

test('what was found is marked where it stands', () => {
  expect(
    shown('Hello Leo, hello', [
      [0, 5],
      [11, 16],
    ]),
  ).toBe('[Hello] Leo, [hello]')
  expect(shown('nothing here', [])).toBe('nothing here')
})

test('a long text is cut around the first place, never within a character', () => {
  const text = `${'🙂'.repeat(40)} needle ${'x'.repeat(300)}`
  const at = text.indexOf('needle')
  const short = shown(text, [[at, at + 6]])
  expect(short.startsWith('…[needle]')).toBe(true)
  expect(short.endsWith('…')).toBe(true)
  expect(short.length).toBeLessThan(175)
  expect(short).not.toMatch(/(^|[^\uD800-\uDBFF])[\uDC00-\uDFFF]/)
})

test('it begins with a word, or within one that is too long', () => {
  expect(shown('one two three four five six needle', [[28, 34]])).toBe('…three four five six [needle]')
  const long = `${'🙂'.repeat(40)}needle`
  expect(shown(long, [[80, 86]])).toBe(`…${'🙂'.repeat(12)}[needle]`)
})
