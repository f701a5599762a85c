// These boxes place the parts of a page beside and under each other.
import type { ReactNode } from 'react'
import s from './layout.module.css'

export const Stack = ({ children }: { children: ReactNode }) => <div className={s.stack}>{children}</div>
export const Line = ({ children }: { children: ReactNode }) => <li className={s.line}>{children}</li>
export const Section = ({ title, id }: { title: string; id?: string }) => (
  <h2 className={s.section} id={id}>
    {title}
  </h2>
)
export const Hero = ({ children }: { children: ReactNode }) => <div className={s.hero}>{children}</div>
/** A field, and the button that takes what it holds. */
export const WithButton = ({ children }: { children: ReactNode }) => <div className={s.withButton}>{children}</div>
/** As far from the edges as the words of a column are. */
export const Inset = ({ children }: { children: ReactNode }) => <div className={s.inset}>{children}</div>
export const Actions = ({ children }: { children: ReactNode }) => <div className={s.actions}>{children}</div>
/** For the `nav` whose links are rows. */
export const navClass = s.nav
