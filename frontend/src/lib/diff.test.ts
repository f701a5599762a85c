import { expect, test } from 'vitest'
import { changes, diff } from './diff'

/** As it is read: [removed|added]. */
const read = (before: string, after: string) =>
  diff(before, after)
    .map(piece => (piece.kind === 'same' ? piece.text : `[${piece.removed}|${piece.added}]`))
    .join('')

test('words are compared, and neighboring changes are one', () => {
  expect(read('I look forward to see you.', 'I look forward to seeing you.')).toBe(
    'I look forward to [see|seeing] you.',
  )
  expect(read('quiero ir el proximo sabado con mi hermana', 'quiero ir el próximo sábado con mi hermana')).toBe(
    'quiero ir el [proximo sabado|próximo sábado] con mi hermana',
  )
  expect(read('I am agree', 'I agree')).toBe('I [am|] agree')
  expect(read('I agree', 'I do agree')).toBe('I [|do] agree')
})

test('punctuation belongs to the word it touches', () => {
  expect(read('Que bonito!', '¡Qué bonito!')).toBe('[Que|¡Qué] bonito!')
  expect(read('No, thanks', 'No thanks')).toBe('[No,|No] thanks')
})

test('scripts without spaces and from right to left are cut into words as well', () => {
  const japanese = read('昨日映画を見ます。', '昨日映画を見ました。')
  expect(japanese.startsWith('昨日映画を')).toBe(true)
  expect(japanese).toContain('[')
  expect(read('أنا ذهب إلى السوق', 'أنا ذهبت إلى السوق')).toBe('أنا [ذهب|ذهبت] إلى السوق')
})

test('what is put together again is the text of either side', () => {
  const pairs = [
    ['a b c d e f', 'a x c d y f z'],
    ['', 'all new'],
    ['all gone', ''],
    ['same', 'same'],
    ['one\ntwo  three', 'one two\nthree four'],
    ['They goes to school every days', 'They go to school every day'],
  ] as const
  for (const [before, after] of pairs) {
    const pieces = diff(before, after)
    const side = (of: 'removed' | 'added') =>
      pieces.map(piece => (piece.kind === 'same' ? piece.text : piece[of])).join('')
    const plain = (text: string) => text.replace(/\s+/g, ' ').trim()
    expect(plain(side('added'))).toBe(plain(after))
    expect(plain(side('removed'))).toBe(plain(before))
  }
  expect(changes(diff('same', 'same'))).toBe(0)
})

test('texts of any length are compared soon', () => {
  const began = performance.now()
  const long = (word: string) => `${word} `.repeat(4000)
  expect(changes(diff(long('a'), long('b')))).toBe(1)
  diff('word '.repeat(800), 'other '.repeat(800))
  expect(performance.now() - began).toBeLessThan(1000)
})
