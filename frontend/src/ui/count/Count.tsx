// A badge says how many: it shows a short number, and is read out as a sentence.
import s from './count.module.css'

/** More than this is not read as a number any more. */
const MOST = 99
export const short = (n: number) => (n > MOST ? `${MOST}+` : String(n))

export function Count({ n, muted, label }: { n: number; muted?: boolean; label: string }) {
  return (
    <span className={s.count} data-muted={muted}>
      <span aria-hidden>{short(n)}</span>
      <span className="only-heard">{label}</span>
    </span>
  )
}

/** Within a control whose own name says what is counted. */
export const PlainCount = ({ n }: { n: number }) => <span className={s.count}>{short(n)}</span>

/** That there is something new, without a number. */
export const Dot = ({ label }: { label: string }) => <span className={s.dot} aria-label={label} role="img" />
