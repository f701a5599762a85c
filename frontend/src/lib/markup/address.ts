// This finds addresses: of the web with and without a scheme, and of mail.
import type { Page } from './page'

const WEB = /[Hh][Tt][Tt][Pp][Ss]?:\/\/[\p{Alphabetic}\p{N}]/uy
/** An address without a scheme; no part of it is long, so that hostile text is read as fast as any. */
const BARE =
  /(?:(?<person>[\p{Alphabetic}\p{N}._%+-]{1,64})@|(?![\p{Alphabetic}\p{N}._%+-]{1,64}@))(?<host>(?:[\p{Alphabetic}\p{N}](?:[\p{Alphabetic}\p{N}-]{0,61}[\p{Alphabetic}\p{N}])?\.){1,8})(?<domain>\p{Alphabetic}{2,24})(?![\p{Alphabetic}\p{N}_-]|\.[\p{Alphabetic}\p{N}])(?::\d{2,5}(?![\p{Alphabetic}\p{N}_-]|\.[\p{Alphabetic}\p{N}]))?/uy
/** It begins with www. or ends in one of these: "e.g." and "notes.md" are words. */
export const DOMAINS = new Set(
  (
    'com org net edu gov int info biz app dev blog shop site online xyz cloud wiki social chat eu ' +
    'ar au br ca ch cl cn co cz dk fi fr gr hk hu ie il io ir jp kr lt lu lv ma mx nl nz pe ph pk pt ro rs ru sa sg ' +
    'si sk th tr tv tw ua uk uy ve vn za'
  ).split(' '),
)
/** These are words as well, before which a stop may stand without a space: only a page or a person makes them a link. */
export const WORDS = new Set('at be de es in is it me my no se us'.split(' '))
/** Chinese and Japanese sentences go on without a space. */
const REST = /[^\p{White_Space}<>"`、。，！？：；「」『』（）【】《》]*/uy
/** Punctuation at the end belongs to the sentence, a sign to the formatting. */
const TRAILING = ".,;:!?'*_~|،؛؟"
const PAIRS: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' }

/** The end of the address that begins here, if one does. */
export function address(page: Page, at: number, to: number): number | undefined {
  // Cut, so that nothing reads on into what is code.
  const text = to < page.text.length ? page.text.slice(0, to) : page.text
  const end = web(text, at) ?? bare(text, at)
  if (end !== undefined && page.links > 0) {
    page.links -= 1
    page.found.push({ kind: 'link', start: at, end })
  }
  return end
}

/** Where one leads. */
export const href = (address: string) =>
  /^https?:\/\//i.test(address) ? address : /^[^/?#]+@/.test(address) ? `mailto:${address}` : `https://${address}`

function web(text: string, at: number): number | undefined {
  WEB.lastIndex = at
  return WEB.test(text) ? rest(text, at, WEB.lastIndex) : undefined
}

function bare(text: string, at: number): number | undefined {
  BARE.lastIndex = at
  const groups = BARE.exec(text)?.groups
  if (!groups) return undefined
  const end = BARE.lastIndex
  const { person, host = '', domain = '' } = groups
  const www = /^www\..+\./i.test(host)
  const word = WORDS.has(domain)
  if (!(www || word || DOMAINS.has(domain))) return undefined
  const whole = /[/?#]/.test(text.charAt(end)) ? rest(text, at, end) : end
  return !word || www || person !== undefined || whole > end ? whole : undefined
}

/** Where an address ends whose first part ends at `least`. A bracket that was opened in it belongs to it. */
function rest(text: string, at: number, least: number): number {
  REST.lastIndex = least
  REST.exec(text)
  let end = REST.lastIndex
  const count = (sign: string) => text.slice(at, end).split(sign).length
  const surplus = new Map(Object.entries(PAIRS).map(([close, open]) => [close, count(close) - count(open)]))
  while (end > least) {
    const last = text.charAt(end - 1)
    const more = surplus.get(last)
    if (more === undefined ? !TRAILING.includes(last) : more <= 0) break
    if (more !== undefined) surplus.set(last, more - 1)
    end -= 1
  }
  return end
}
