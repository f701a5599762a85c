// This finds emoji by the beginning of a name. Pure.
import type { EmojiName } from '@/server/emoji'

const SHOWN = 8
/** Right before the caret; within a word, a time or an address it is no beginning of a name. */
const TYPED = /(?<![\p{Script=Latin}\p{Script=Arabic}\p{N}:/])(:)([\p{L}\p{M}\p{N}_+-]{2,})(:?)$/u

export const fold = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

/** What is typed of a name, where it begins, and whether it is closed. */
export function typedName(before: string) {
  const found = TYPED.exec(before)
  return found ? { start: found.index, name: found[2] ?? '', closed: found[3] === ':' } : undefined
}

/** The usual name comes first, then other whole names, then beginnings of names, then those of words within them. */
export function emojiByName(all: readonly EmojiName[], typed: string): readonly EmojiName[] {
  const wanted = fold(typed).replaceAll('_', ' ')
  const rank = ([, codes, words]: EmojiName) => {
    const names = [...codes.split(' ').map(code => code.replaceAll('_', ' ')), ...words.split('|').map(fold)]
    if (codes.split(' ').includes(wanted.replaceAll(' ', '_'))) return 0
    if (names.includes(wanted)) return 1
    if (names.some(name => name.startsWith(wanted))) return 2
    return names.some(name => name.includes(` ${wanted}`)) ? 3 : 4
  }
  const ranked = all.map(one => [rank(one), one] as const)
  return [0, 1, 2, 3]
    .flatMap(wanted => ranked.flatMap(([found, one]) => (found === wanted ? [one] : [])))
    .slice(0, SHOWN)
}

/** The emoji whose name it is, as others write it between two colons. */
export const emojiNamed = (all: readonly EmojiName[], name: string) =>
  all.find(([, codes]) => codes.split(' ').includes(name.toLowerCase()))?.[0]
