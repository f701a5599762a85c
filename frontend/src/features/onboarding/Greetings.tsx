// Behind the way in two quotation marks face each other and greet in six languages: what the product is, in a picture.
import { COMMA } from '@/ui/art/Commas'
import s from './greetings.module.css'

const MINE = [
  [262, 'sv', 'Hej, hej!'],
  [336, 'ar', 'مرحبا'],
  [410, 'vi', 'Xin chào'],
] as const
const YOURS = [
  [525, 'es', '¡Hola!'],
  [600, 'ja', 'こんにちは'],
  [675, 'fr', 'Bonjour'],
] as const

export function Greetings() {
  return (
    <svg className={s.greetings} viewBox="0 0 1440 900" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
      <path className={s.mine} transform="translate(280 300) scale(11.5)" d={COMMA} />
      <path className={s.yours} transform="translate(1165 585) rotate(180) scale(11.5)" d={COMMA} />
      {MINE.map(([y, lang, text]) => (
        <text key={lang} lang={lang} className={s.onMine} x="268" y={y} textAnchor="middle">
          {text}
        </text>
      ))}
      {YOURS.map(([y, lang, text]) => (
        <text key={lang} lang={lang} className={s.onYours} x="1180" y={y} textAnchor="middle">
          {text}
        </text>
      ))}
    </svg>
  )
}
