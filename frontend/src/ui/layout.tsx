// Heads of columns, rows of people, and what stands where there is nothing to show.
import { ArrowLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { useNavigate } from 'react-router'
import { t } from '@/i18n'
import { Avatar } from './Avatar'
import { Button, IconButton } from './controls'
import s from './page.module.css'
import ui from './ui.module.css'

export function Head({ title, back, children }: { title: string; back?: string; children?: ReactNode }) {
  const navigate = useNavigate()
  return (
    <header className={s.bar}>
      {back && (
        <IconButton label={t('app.back')} mirror onClick={() => navigate(back)}>
          <ArrowLeft />
        </IconButton>
      )}
      <h1>{title}</h1>
      {children}
    </header>
  )
}

export function Notice({ title, text, children }: { title: string; text?: string; children?: ReactNode }) {
  return (
    <div className={s.notice}>
      <h2>{title}</h2>
      {text && <p>{text}</p>}
      {children}
    </div>
  )
}

interface Card {
  id: string
  username: string
  display_name: string
  avatar?: { small: string }
}
export function PersonText({ user, under }: { user: Card; under?: ReactNode }) {
  return (
    <>
      <Avatar id={user.id} name={user.display_name} picture={user.avatar?.small} size={40} />
      <span className={s.personText}>
        <strong>
          <bdi>{user.display_name}</bdi>
        </strong>
        <small>{under ?? <bdi>@{user.username}</bdi>}</small>
      </span>
    </>
  )
}
export const personClass = s.person

export function Count({ n, muted, label }: { n: number; muted?: boolean; label: string }) {
  return (
    <span className={ui.count} data-muted={muted}>
      <span aria-hidden>{n > 99 ? '99+' : n}</span>
      <span className="only-heard">{label}</span>
    </span>
  )
}

/** A page of the main column. */
export function Page({
  title,
  back = '/',
  actions,
  children,
}: {
  title: string
  back?: string
  actions?: ReactNode
  children: ReactNode
}) {
  return (
    <>
      <Head title={title} back={back}>
        {actions}
      </Head>
      <div className={s.inner}>{children}</div>
    </>
  )
}

export const Stack = ({ children }: { children: ReactNode }) => <div className={s.stack}>{children}</div>
export const Line = ({ children }: { children: ReactNode }) => <li className={s.line}>{children}</li>
export const Section = ({ title, id }: { title: string; id?: string }) => (
  <h2 className={s.section} id={id}>
    {title}
  </h2>
)
export const Hero = ({ children }: { children: ReactNode }) => <div className={s.hero}>{children}</div>
export const Actions = ({ children }: { children: ReactNode }) => <div className={s.actions}>{children}</div>

export function Facts({ facts, tiles }: { facts: ReadonlyArray<readonly [string, ReactNode]>; tiles?: boolean }) {
  return (
    <dl className={tiles ? s.tiles : s.facts}>
      {facts
        .filter(([, value]) => value !== undefined && value !== null && value !== '')
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd dir="auto">{value}</dd>
          </div>
        ))}
    </dl>
  )
}
export const navClass = s.nav

interface Answer {
  isPending: boolean
  error: unknown
  refetch: () => unknown
}
/** What stands in place of an answer that is not there. */
export function Waiting({ of, fault }: { of: Answer; fault: (error: unknown) => string }) {
  if (of.error) {
    return (
      <Notice title={fault(of.error)}>
        <Button onClick={() => of.refetch()}>{t('app.retry')}</Button>
      </Notice>
    )
  }
  return of.isPending ? <Notice title={t('app.loading')} /> : null
}
