// A thumbnail is the application in one theme, drawn small; "as the device" is half of each.
import { useId } from 'react'
import s from './appearance.module.css'

const ROWS = [16, 38, 60, 82]

export function Thumbnail({ theme }: { theme: 'light' | 'dark' | 'system' }) {
  const id = useId()
  return (
    <svg className={s.thumbnail} viewBox="0 0 168 110" aria-hidden="true">
      {theme === 'system' ? (
        <>
          <clipPath id={id}>
            <path d="M110 0h58v110H58Z" />
          </clipPath>
          <Small theme="light" />
          <g clipPath={`url(#${id})`}>
            <Small theme="dark" />
          </g>
        </>
      ) : (
        <Small theme={theme} />
      )}
    </svg>
  )
}

function Small({ theme }: { theme: 'light' | 'dark' }) {
  return (
    <g data-theme={theme}>
      <rect className={s.ground} width="168" height="110" />
      <rect className={s.paper} width="52" height="110" />
      {ROWS.map((y, at) => (
        <g key={y} className={at === 1 ? s.mine : s.others}>
          <circle cx="12" cy={y} r="6" />
          <rect className={s.others} x="22" y={y - 4} width="24" height="3" rx="1.5" />
          <rect className={s.others} x="22" y={y + 2} width="18" height="3" rx="1.5" />
        </g>
      ))}
      <rect className={s.incoming} x="62" y="14" width="58" height="16" rx="6" />
      <rect className={s.outgoing} x="92" y="36" width="66" height="18" rx="6" />
      <rect className={s.slipPaper} x="62" y="60" width="74" height="26" rx="6" />
      <rect className={s.slipEdge} x="62" y="60" width="3" height="26" />
      <rect className={s.gone} x="70" y="69" width="20" height="3" rx="1.5" />
      <rect className={s.come} x="94" y="69" width="26" height="3" rx="1.5" />
      <rect className={s.incoming} x="62" y="94" width="96" height="9" rx="4.5" />
    </g>
  )
}
