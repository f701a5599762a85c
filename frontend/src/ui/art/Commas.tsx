// Two commas that face each other stand for a conversation: one is mine, one is yours. All drawings of the application
// are of this hand; they are decoration, and the words beside them say what they mean.
import s from './art.module.css'

/** A circle with a tail, around its own center. */
export const COMMA = 'M20 0A20 20 0 1 0 2 19.9C3 28-3 33-10 36.5c-3 1.5-2 5 1 4.4C12 36 20 21 20 0Z'

export function Commas() {
  return (
    <svg className={s.small} viewBox="0 0 96 96" aria-hidden="true">
      <path className={s.mine} transform="translate(28 36) scale(.98)" d={COMMA} />
      <path className={s.yours} transform="translate(68 60) rotate(180) scale(.98)" d={COMMA} />
    </svg>
  )
}

/** The two of them talk, with punctuation in the air. */
export function Talking() {
  return (
    <svg className={s.large} viewBox="0 0 420 270" aria-hidden="true">
      <ellipse className={s.ground} cx="210" cy="232" rx="170" ry="24" />
      <path className={s.mine} transform="translate(140 100) scale(3.1)" d={COMMA} />
      <path className={s.yours} transform="translate(282 152) rotate(180) scale(3.1)" d={COMMA} />
      <g className={s.onMine}>
        <circle cx="156" cy="92" r="6" />
        <circle cx="182" cy="92" r="6" />
        <path d="M158 112c6 7 16 7 22 0" />
      </g>
      <g className={s.onYours}>
        <circle cx="246" cy="146" r="6" />
        <circle cx="272" cy="146" r="6" />
        <path d="M248 166c6 7 16 7 22 0" />
      </g>
      <g className={s.line}>
        <path d="M38 66c5-12 12-12 18-3s12 9 18-3M352 64l14-18 14 18M352 200l14 14-14 14M374 200l14 14-14 14" />
        <path d="M212 22v22M202 28l20 10M222 28l-20 10" />
        <path className={s.dots} d="M34 122h.1M52 122h.1" />
      </g>
      <path className={s.other} d="M72 176c-9 8-9 14 0 20M88 172c-12 12-12 24 0 34M392 108h16" />
    </svg>
  )
}

/** One of them, alone: nothing was found. */
export function Wondering() {
  return (
    <svg className={s.small} viewBox="0 0 96 96" aria-hidden="true">
      <path className={s.mine} transform="translate(48 44) scale(.98)" d={COMMA} />
      <g className={s.onMine}>
        <circle cx="46" cy="40" r="2.5" />
        <circle cx="56" cy="40" r="2.5" />
      </g>
      <path className={s.line} d="M76 22c0-8 12-8 12 0 0 5-6 5-6 10M82 39h.1M10 28c0-6 9-6 9 0 0 4-4 4-4 8M15 41h.1" />
    </svg>
  )
}
