// A day of a chat is chosen in a calendar; the chat opens at the first message from then on.
import { useState } from 'react'
import { t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import { useNavigate } from '@/lib/router'
import { firstSince } from '@/server/messages'
import { jumpTo } from '@/store/jumps'
import { useStore } from '@/store/store'
import { Calendar } from '@/ui/calendar/Calendar'
import { dateOf, dayOf } from '@/ui/calendar/month'
import { Dialog } from '@/ui/dialog/Dialog'
import { Hint } from '@/ui/hint/Hint'

interface Props {
  chatId: string
  /** The moment the reader is at. */
  at: number | undefined
  onClose: () => void
}

export default function JumpToDate({ chatId, at, onClose }: Props) {
  const navigate = useNavigate()
  const since = useStore(state => state.chats[chatId]?.created_at)
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<string>()
  const go = async (day: string) => {
    setBusy(true)
    setFault(undefined)
    try {
      const seq = await firstSince(chatId, dateOf(day))
      if (seq === undefined) return setFault(t('date.none'))
      onClose()
      jumpTo(chatId, seq)
      navigate(`/c/${chatId}/m/${seq}`)
    } catch (refused) {
      setFault(faultText(refused))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog title={t('date.title')} onClose={onClose}>
      <div aria-busy={busy}>
        <Calendar
          value={at === undefined ? undefined : dayOf(new Date(at))}
          least={since && dayOf(new Date(since))}
          most={dayOf(new Date())}
          onPick={day => void go(day)}
        />
      </div>
      <Hint>{t('date.text')}</Hint>
      {fault && <p role="alert">{fault}</p>}
    </Dialog>
  )
}
