import { expect, test } from 'vitest'
import { plain, plainRanges } from './plain'
import { parse } from './tree'

const text = (words: string) => ({ kind: 'text', text: words })

test('formatting becomes a tree, and what is no formatting stays as it was written', () => {
  expect(parse('**bold _both_** 2 * 3')).toEqual([
    { kind: 'bold', children: [text('bold '), { kind: 'italic', children: [text('both')] }] },
    text(' 2 * 3'),
  ])
  expect(parse('snake_case_name')).toEqual([text('snake_case_name')])
})

test('only addresses of the web and of people lead anywhere', () => {
  const hrefs = (source: string) => parse(source).flatMap(node => (node.kind === 'link' ? [node.href] : []))
  expect(hrefs('www.x.org/a, me@x.org, HTTPS://x.org x.org?a@b.c')).toEqual([
    'https://www.x.org/a',
    'mailto:me@x.org',
    'HTTPS://x.org',
    'https://x.org?a@b.c',
  ])
  expect(hrefs('javascript:alert(1) data:text/html,x vbscript://x file:///etc [x](javascript:alert(1))')).toEqual([])
})

test('code has no formatting, and its block no signs', () => {
  expect(parse('`**a**`\n```js\nx = *y*\n```\nend')).toEqual([
    { kind: 'code', text: '**a**' },
    { kind: 'block', text: 'x = *y*', language: 'js' },
    text('end'),
  ])
})

test('items that follow each other are one list, with their numbers as they were written', () => {
  expect(parse('buy:\n- milk\n  - *cold*\nthanks\n3. c\n\n4. d')).toEqual([
    text('buy:'),
    {
      kind: 'list',
      ordered: false,
      items: [
        { marker: '-', depth: 0, children: [text('milk')] },
        { marker: '-', depth: 1, children: [{ kind: 'italic', children: [text('cold')] }] },
      ],
    },
    text('thanks'),
    {
      kind: 'list',
      ordered: true,
      items: [
        { marker: '3.', depth: 0, children: [text('c')] },
        { marker: '4.', depth: 0, children: [text('d')] },
      ],
    },
  ])
})

test('quoted lines stand together, lists within them too', () => {
  expect(parse('> one\n> **two\n> three**\nfour')).toEqual([
    { kind: 'quote', children: [text('one\n'), { kind: 'bold', children: [text('two\n'), text('three')] }] },
    text('four'),
  ])
  expect(parse('> - a\n> - b')).toMatchObject([{ kind: 'quote', children: [{ kind: 'list', items: [{}, {}] }] }])
})

test('plain words have no signs, and a spoiler shows only how long it is', () => {
  expect(plain('> **a** `b`\n- ||c d||')).toBe('a b\n- c d')
  expect(plain('||🚀 **b**|| ||c||d', true)).toBe('▒ ▒ ▒d')
})

test('places move with the words as the signs go', () => {
  const found = (source: string, word: string) => {
    const at = source.indexOf(word)
    const { text: words, ranges } = plainRanges(source, [[at, at + word.length]])
    return words.slice(ranges[0]?.[0], ranges[0]?.[1])
  }
  expect(found('**a** `b` ~~needle~~ c', 'needle')).toBe('needle')
  expect(found('un**believ**able', 'un**believ**able')).toBe('unbelievable')
})

test('hostile nesting ends', () => {
  expect(() => parse('*_~~||**'.repeat(500))).not.toThrow()
  expect(() => parse('> - **'.repeat(800))).not.toThrow()
})
