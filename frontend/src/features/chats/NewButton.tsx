// The button that floats over the list begins a chat; held or asked by the menu key, it offers what else can begin.
import { SquarePen } from 'lucide-react'
import { useState } from 'react'
import { t } from '@/i18n'
import { chunk } from '@/lib/chunk'
import { Link } from '@/lib/router'
import { Later } from '@/ui/later/Later'
import s from './head.module.css'

const NewMenu = chunk(() => import('./NewMenu'))

export function NewButton() {
  const [at, setAt] = useState<{ x: number; y: number }>()
  return (
    <>
      <Link
        to="/new/chat"
        className={s.begin}
        aria-label={t('menu.newChat')}
        title={t('menu.newChat')}
        draggable={false}
        onContextMenu={event => {
          event.preventDefault()
          const box = event.currentTarget.getBoundingClientRect()
          setAt({ x: box.left, y: box.top })
        }}
      >
        <SquarePen aria-hidden />
      </Link>
      {at && (
        <Later>
          <NewMenu at={at} onClose={() => setAt(undefined)} />
        </Later>
      )}
    </>
  )
}
