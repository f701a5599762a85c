// In slow mode this stands in the composer's place until the pause between two messages is over.
import { Hourglass } from 'lucide-react'
import { useEffect, useState } from 'react'
import { t } from '@/i18n'
import s from './composer.module.css'

const leftUntil = (free: number) => Math.max(1, Math.ceil((free - Date.now()) / 1000))

export default function SlowNote({ free }: { free: number }) {
  const [left, setLeft] = useState(() => leftUntil(free))
  useEffect(() => {
    setLeft(leftUntil(free))
    const timer = setInterval(() => setLeft(leftUntil(free)), 1000)
    return () => clearInterval(timer)
  }, [free])
  const text = left < 100 ? t('slow.seconds', { n: left }) : t('slow.minutes', { n: Math.ceil(left / 60) })
  return (
    <div className={s.composer}>
      {/* A timer is not read out with every second, and can be asked. */}
      <p className={s.note} role="timer">
        <Hourglass size={18} aria-hidden /> {text}
      </p>
    </div>
  )
}
