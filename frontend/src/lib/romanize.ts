// This writes names of other scripts in Latin letters, as a person would type them who has no such keyboard: Cyrillic,
// Greek, kana, Hangul and Arabic. It is for finding only; what it writes is never shown. Pure.

const pairs = (from: string, to: string) => {
  const letters = to.split(' ')
  return [...from].map((letter, at) => [letter, letters[at] ?? ''] as const)
}

const LETTERS = new Map<string, string>([
  ...pairs('абвгдежзийклмнопрстуф', 'a b v g d e zh z i i k l m n o p r s t u f'),
  ...pairs('хцчшщыэюяёіїєґў', 'kh ts ch sh shch y e yu ya e i i ye g u'),
  ...pairs('ъь', ' '),
  ...pairs('αβγδεζηθικλμνξοπρσςτυφχψω', 'a v g d e z i th i k l m n x o p r s s t y f ch ps o'),
  ...pairs('άέήίόύώϊϋΐΰ', 'a e i i o y o i y i y'),
  ...pairs('ابتثجحخدذرزسشصضطظغفقكلمنهوي', 'a b t th j h kh d dh r z s sh s d t z gh f q k l m n h w y'),
  ...pairs('أإآةىئؤپچژگکیعء', 'a a a a a y w p ch zh g k y  '),
  ...pairs('あいうえおかきくけこさしすせそ', 'a i u e o ka ki ku ke ko sa shi su se so'),
  ...pairs('たちつてとなにぬねのはひふへほ', 'ta chi tsu te to na ni nu ne no ha hi fu he ho'),
  ...pairs('まみむめもやゆよらりるれろわをん', 'ma mi mu me mo ya yu yo ra ri ru re ro wa o n'),
  ...pairs('がぎぐげござじずぜぞだぢづでど', 'ga gi gu ge go za ji zu ze zo da ji zu de do'),
  ...pairs('ばびぶべぼぱぴぷぺぽゔーぁぃぅぇぉ', 'ba bi bu be bo pa pi pu pe po vu  a i u e o'),
])

const FIRST = 'g kk n d tt r m b pp s ss  j jj ch k t p h'.split(' ')
const MIDDLE = 'a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i'.split(' ')
const LAST = ' k k k n n n t l k m l l l p l m p p t t ng t t k t p h'.split(' ')
const HANGUL = 0xac00
const HANGUL_COUNT = 11172

function syllable(code: number): string {
  const at = code - HANGUL
  return `${FIRST[Math.floor(at / 588)]}${MIDDLE[Math.floor((at % 588) / 28)]}${LAST[at % 28]}`
}

/** Katakana as hiragana. */
export const hiragana = (letter: string) =>
  letter >= '\u30a1' && letter <= '\u30f6' ? String.fromCharCode(letter.charCodeAt(0) - 0x60) : letter

const SMALL: Readonly<Record<string, string>> = { ゃ: 'a', ゅ: 'u', ょ: 'o' }

export function romanize(text: string): string {
  let written = ''
  let doubled = false
  for (const raw of text.normalize('NFKC').toLowerCase()) {
    const letter = hiragana(raw)
    const code = letter.charCodeAt(0)
    if (letter === 'っ') {
      doubled = true
      continue
    }
    const small = SMALL[letter]
    if (small) {
      // "ki" and a small "ya" are "kya"; "shi" and a small "ya" are "sha".
      written = written.replace(/i$/, '')
      written += /(sh|ch|j)$/.test(written) ? small : `y${small}`
      continue
    }
    const latin = code >= HANGUL && code < HANGUL + HANGUL_COUNT ? syllable(code) : (LETTERS.get(letter) ?? letter)
    written += doubled ? `${latin.charAt(0)}${latin}` : latin
    doubled = false
  }
  return written
}

const ALIKE: Readonly<Record<string, string>> = { g: 'k', d: 't', b: 'p', l: 'r' }

/**
 * What is left of a word without its vowels, of which Arabic does not write the short ones, without doubled letters, and
 * without what each way of writing Korean and Japanese in Latin letters does in its own way.
 */
export const bones = (latin: string) =>
  latin
    .replace(/[aeiouwy]/g, '')
    .replace(/[gdbl]/g, letter => ALIKE[letter] ?? '')
    .replace(/(.)\1+/g, '$1')
