import { expect, test } from 'vitest'
import { changed, type Format } from './format'

/** The text with its selection between brackets, before and after. */
function after(marked: string, format: Format): string {
  const start = marked.indexOf('[')
  const end = marked.indexOf(']') - 1
  const text = marked.replace(/[[\]]/g, '')
  const { from, to, text: put, select } = changed(text, start, end, format)
  const whole = text.slice(0, from) + put + text.slice(to)
  return `${whole.slice(0, select[0])}[${whole.slice(...select)}]${whole.slice(select[1])}`
}

test('signs go around the words, not around the spaces beside them', () => {
  expect(after('say [this ]now', 'bold')).toBe('say **[this]** now')
  expect(after('[a b]', 'italic')).toBe('*[a b]*')
  expect(after('x []', 'strike')).toBe('x ~~[]~~')
  expect(after('これは[重要]です', 'spoiler')).toBe('これは||[重要]||です')
})

test('asked for again, they go', () => {
  expect(after('say **[this]** now', 'bold')).toBe('say [this] now')
  expect(after('say [**this**] now', 'bold')).toBe('say [this] now')
  expect(after('***[both]***', 'italic')).toBe('**[both]**')
  expect(after('***[both]***', 'bold')).toBe('*[both]*')
  expect(after('**[bold]**', 'italic')).toBe('***[bold]***')
  expect(after('`[code]`', 'code')).toBe('[code]')
})

test('code of several lines becomes a block', () => {
  expect(after('see [a\nb] end', 'code')).toBe('see \n```\n[a\nb]\n```\n end')
})

test('lines are quoted and listed whole', () => {
  expect(after('one\ntw[o\nth]ree', 'quote')).toBe('one\n[> two\n> three]')
  expect(after('[> two\n> three]', 'quote')).toBe('[two\nthree]')
  expect(after('one[]', 'list')).toBe('- one[]')
  expect(after('[one\n]two', 'quote')).toBe('[> one]\ntwo')
})
