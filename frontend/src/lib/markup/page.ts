// This holds what is found in a text while it is read, and what all that read it rest on.

export type Kind =
  | 'bold'
  | 'italic'
  | 'strike'
  | 'spoiler'
  | 'code'
  | 'code_block'
  | 'quote'
  | 'list_item'
  /** Not shown: it only says where something begins or ends. */
  | 'sign'
  | 'link'
  /** `@name`; whom it means is not known here. */
  | 'name'

/** A part of a text. Two are apart, or one is inside the other. */
export interface Span {
  readonly kind: Kind
  readonly start: number
  readonly end: number
  readonly language?: string
}

/** A text while it is read. */
export interface Page {
  readonly text: string
  readonly found: Span[]
  /** How many more there may be of everything but links and names. */
  left: number
  links: number
}

/** From, and up to. */
export type Around = readonly [number, number]

const LETTER = /[\p{Alphabetic}\p{N}]/u

export const isLetter = (char: string) => LETTER.test(char)

export function add(page: Page, kind: Kind, start: number, end: number, language?: string) {
  page.left -= 1
  page.found.push(language === undefined ? { kind, start, end } : { kind, start, end, language })
}

/** Something between two signs. */
export function enclose(page: Page, kind: Kind, outer: Around, inner: Around, language?: string) {
  add(page, kind, outer[0], outer[1], language)
  add(page, 'sign', outer[0], inner[0])
  add(page, 'sign', inner[1], outer[1])
}
