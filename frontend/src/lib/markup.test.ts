import { expect, test } from 'vitest'
import { parse } from './markup'

test('marks nest and close only at the end of a word', () => {
  expect(parse('*bold _both_* 2 * 3 * 4')).toEqual([
    {
      kind: 'bold',
      children: [
        { kind: 'text', text: 'bold ' },
        { kind: 'italic', children: [{ kind: 'text', text: 'both' }] },
      ],
    },
    { kind: 'text', text: ' 2 * 3 * 4' },
  ])
  expect(parse('snake_case_name')).toEqual([{ kind: 'text', text: 'snake_case_name' }])
})

test('links lose the stop of the sentence, and only web links are links', () => {
  expect(parse('see https://example.org/a_b.')).toEqual([
    { kind: 'text', text: 'see ' },
    { kind: 'link', text: 'https://example.org/a_b', href: 'https://example.org/a_b' },
    { kind: 'text', text: '.' },
  ])
  expect(parse('javascript:alert(1)')).toEqual([{ kind: 'text', text: 'javascript:alert(1)' }])
})

test('nothing is read inside code', () => {
  expect(parse('`*a*` ```\nx = *y*\n```')).toEqual([
    { kind: 'code', text: '*a*' },
    { kind: 'text', text: ' ' },
    { kind: 'block', text: 'x = *y*' },
  ])
})

test('an open block stays text', () => {
  expect(parse('```still')).toEqual([{ kind: 'text', text: '```still' }])
})

test('mentions and addresses are told apart', () => {
  expect(parse('@leo a@leo.org')).toEqual([
    { kind: 'mention', handle: 'leo' },
    { kind: 'text', text: ' a@leo.org' },
  ])
})

test('quoted lines stand together', () => {
  expect(parse('> one\n> two\nthree')).toEqual([
    { kind: 'quote', children: [{ kind: 'text', text: 'one\ntwo' }] },
    { kind: 'text', text: 'three' },
  ])
})

test('hostile nesting ends', () => {
  expect(() => parse('*_~'.repeat(2000))).not.toThrow()
})
