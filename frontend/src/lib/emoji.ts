// This counts the emoji of a text that holds nothing else.

const EMOJI = /^(?:\p{RGI_Emoji}|\p{Extended_Pictographic}\uFE0F?)$/v
const MOST = 3

const segments = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** 1 to 3 for a text of that many emoji and nothing else, otherwise 0. */
export function loneEmoji(text: string): number {
  if (text.length > 64) return 0
  let count = 0
  for (const { segment } of segments.segment(text.trim())) {
    if (!EMOJI.test(segment)) return 0
    count += 1
    if (count > MOST) return 0
  }
  return count
}

/** The first grapheme of a name, for an avatar without a picture. */
export function initial(name: string): string {
  for (const { segment } of segments.segment(name.trim())) return segment.toLocaleUpperCase()
  return '?'
}
