// A page fills the main column, under the head every column has.
import { ArrowLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { t } from '@/i18n'
import { useNavigate } from '@/lib/router'
import { IconButton } from '../icon-button/IconButton'
import s from './page.module.css'

/** The head of a column: its first heading takes the room that is left. */
export const Bar = ({ children }: { children: ReactNode }) => <header className={s.bar}>{children}</header>

export function Head({ title, back, children }: { title: string; back?: string; children?: ReactNode }) {
  const navigate = useNavigate()
  return (
    <Bar>
      {back && (
        <IconButton label={t('app.back')} mirror onClick={() => navigate(back)}>
          <ArrowLeft />
        </IconButton>
      )}
      <h1>{title}</h1>
      {children}
    </Bar>
  )
}

/** A page of the main column. */
export function Page({
  title,
  back = '/',
  wide,
  actions,
  children,
}: {
  title: string
  /** `false` where the page before is in view as well. */
  back?: string | false
  wide?: boolean
  actions?: ReactNode
  children: ReactNode
}) {
  return (
    <>
      <Head title={title} back={back || undefined}>
        {actions}
      </Head>
      <div className={s.inner} data-wide={wide}>
        {children}
      </div>
    </>
  )
}
