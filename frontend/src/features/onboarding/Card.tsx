// Every page on the way in is a card, made of the parts that stand here.
import type { FormEvent, ReactNode } from 'react'
import { instanceName, t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import { Button } from '@/ui/button/Button'
import { logo } from '@/ui/logo/logo'
import { Corner } from './Corner'
import { Greetings } from './Greetings'
import s from './onboarding.module.css'
import type { Onboarding } from './useOnboarding'

interface CardProps {
  title: string
  text?: string
  /** Nothing was given yet that another language would lose. */
  first?: boolean
  children: ReactNode
}

export function Card({ title, text, first, children }: CardProps) {
  return (
    <main className={s.page}>
      <Greetings />
      {first && <Corner />}
      <div className={s.card}>
        <img src={logo()} alt={instanceName()} className={s.logo} />
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

export type Providers = ReadonlyArray<{ name: string; label: string }>

export function OtherWays({ on, providers }: { on: Onboarding; providers: Providers }) {
  return providers.map(({ name, label }) => (
    <Button key={name} wide onClick={() => void on.oauth(name)}>
      {t('start.with', { name: label })}
    </Button>
  ))
}
