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
    { kind: 'text', text: ' ' },
    { kind: 'link', text: 'a@leo.org', href: 'mailto:a@leo.org' },
  ])
})

test('an address needs no scheme, and a word after a stop is no address', () => {
  const links = (text: string) => parse(text).flatMap(node => (node.kind === 'link' ? [node.href] : []))
  expect(links('www.example.it, and (example.org/a_b?c=d#e).')).toEqual([
    'https://www.example.it',
    'https://example.org/a_b?c=d#e',
  ])
  expect(links('see correos.es/envios or Example.co.uk:8443, HTTPS://example.dev')).toEqual([
    'https://correos.es/envios',
    'https://Example.co.uk:8443',
    'HTTPS://example.dev',
  ])
  expect(links('yes.no, e.g. this.It is in notes.md, v1.2.3, 12.30 and www.x')).toEqual([])
  expect(links('verdad.es que sí; end.of, a_b.com')).toEqual([])
  expect(parse('*example.org*')).toEqual([
    { kind: 'bold', children: [{ kind: 'link', text: 'example.org', href: 'https://example.org' }] },
  ])
})

test('text that is made to be slow is not', () => {
  const began = performance.now()
  for (const part of ['a-', 'a.', 'a', 'a.-', 'a@', 'www.']) parse(part.repeat(4000 / part.length))
  expect(performance.now() - began).toBeLessThan(1000)
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
