import { expect, test } from 'vitest'
import { find, target } from './fuzzy'
import { romanize } from './romanize'

const pieces = (query: string, text: string) =>
  find(query, target(text))?.ranges.map(([start, end]) => text.slice(start, end))
const score = (query: string, text: string) => find(query, target(text))?.score ?? -1

test('accents, case and width make no difference, and what was found is told in the text itself', () => {
  expect(pieces('garcia', 'Ana García')).toEqual(['García'])
  expect(pieces('STRASE', 'Straße')).toEqual(['Straße'])
  expect(pieces('ａｎａ', 'Ana')).toEqual(['Ana'])
  expect(pieces('カタ', 'かたかな')).toEqual(['かた'])
  expect(pieces('محمد', 'مُحَمَّد علي')).toEqual(['مُحَمَّد'])
  expect(pieces('김', '김민준')).toEqual(['김'])
  // A syllable that is still being typed.
  expect(pieces('기', '김민준')).toEqual(['김'])
})

test('beginnings of words come first, then what is inside, then letters in their order', () => {
  const all = ['Book club', 'A book', 'Notebook', 'Big orange oak', 'Kitchen'].map(text => score('book', text))
  expect(all[0]).toBeGreaterThan(all[1] ?? 0)
  expect(all[1]).toBeGreaterThan(all[2] ?? 0)
  expect(all[2]).toBeGreaterThan(all[3] ?? 0)
  expect(all[4]).toBe(-1)
  expect(pieces('bc', 'Book club')).toEqual(['B', 'c'])
  expect(score('ana', 'Ana')).toBeGreaterThan(score('ana', 'Anabel'))
})

test('every word has to be found, in any order', () => {
  expect(pieces('gar ana', 'Ana García')).toEqual(['Ana', 'Gar'])
  expect(pieces('ana leo', 'Ana García')).toBeUndefined()
  expect(find('  ', target('Ana'))).toEqual({ score: 0, ranges: [] })
})

test('one letter finds beginnings only, and far letters are no word', () => {
  expect(pieces('n', 'Ana')).toBeUndefined()
  expect(pieces('a', 'Ana')).toEqual(['A'])
  expect(pieces('az', 'a very long title of a group that ends in z')).toBeUndefined()
})

test('names of other scripts are found by Latin letters', () => {
  const names = ['Иван Петров', 'Γιώργος', 'さくら しょうた', 'ハルト', '김민준', 'يوسف', 'محمد']
  const by = (query: string) => names.filter(name => find(query, target(name)))
  expect(by('ivan')).toEqual(['Иван Петров'])
  expect(by('petrov')).toEqual(['Иван Петров'])
  expect(by('giorgos')).toEqual(['Γιώργος'])
  expect(by('shota')).toEqual(['さくら しょうた'])
  expect(by('shouta')).toEqual(['さくら しょうた'])
  expect(by('haruto')).toEqual(['ハルト'])
  expect(by('kim')).toEqual(['김민준'])
  expect(by('gim')).toEqual(['김민준'])
  expect(by('yusuf')).toEqual(['يوسف'])
  expect(by('muhammad')).toEqual(['محمد'])
})

test('syllables are written as they sound', () => {
  expect(romanize('きょう')).toBe('kyou')
  expect(romanize('がっこう')).toBe('gakkou')
  expect(romanize('ジャック')).toBe('jakku')
  expect(romanize('한국')).toBe('hanguk')
  expect(romanize('щука')).toBe('shchuka')
})
