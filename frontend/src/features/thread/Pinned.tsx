// The bar above the messages shows what is pinned in a chat; a click jumps to it, and on to the next older one.

import { useQuery } from '@tanstack/react-query'
import { Pin } from 'lucide-react'
import { useState } from 'react'
import { t } from '@/i18n'
import { plain } from '@/lib/markup/plain'
import { useNavigate } from '@/lib/router'
import * as server from '@/server/messages'
import { jumpTo } from '@/store/jumps'
import { pinnedIn } from '@/store/select'
import { useStore } from '@/store/store'
import s from './search.module.css'

export default function Pinned({ chatId }: { chatId: string }) {
  const navigate = useNavigate()
  // What is pinned here while one looks makes the answer old.
  const seen = useStore(state => pinnedIn(state, chatId))
  const query = useQuery({ ...server.pins(chatId, seen), placeholderData: before => before })
  const [shown, setShown] = useState(0)
  const pins = query.data?.items ?? []
  const now = pins[shown % Math.max(pins.length, 1)]
  if (!now) return null
  return (
    <button
      type="button"
      className={s.pinned}
      onClick={() => {
        setShown(shown + 1)
        jumpTo(chatId, now.seq)
        navigate(`/c/${chatId}/m/${now.seq}`)
      }}
    >
      <Pin size={18} aria-hidden />
      <span className={s.pinnedText}>
        <strong>
          {t('pins.one')}
          {pins.length > 1 && <bdi> {pins.length - (shown % pins.length)}</bdi>}
        </strong>
        <span dir="auto">{now.text ? plain(now.text, true) : t('message.unreadable')}</span>
      </span>
    </button>
  )
}
