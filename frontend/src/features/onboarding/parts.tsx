// What every page on the way in is made of.
import type { FormEvent, ReactNode } from 'react'
import { faultText } from '@/i18n/fault'
import s from './onboarding.module.css'
import type { Onboarding } from './useOnboarding'

export function Card({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  return (
    <main className={s.page}>
      <div className={s.card}>
        <img src="/favicon.svg" alt="" className={s.logo} />
        <h1>{title}</h1>
        {text && <p className={s.lead}>{text}</p>}
        {children}
      </div>
    </main>
  )
}

export const value = (event: FormEvent<HTMLFormElement>, name: string) => {
  const found = new FormData(event.currentTarget).get(name)
  return typeof found === 'string' ? found.trim() : ''
}

export function Fault({ problem }: { problem: Onboarding['problem'] }) {
  if (!problem) return null
  return (
    <p className={s.fault} role="alert">
      {faultText(problem)}
    </p>
  )
}
