// The conditions of a search stand under its field as chips: one opens a choice, and takes its condition away when it
// has one.
import { useQuery } from '@tanstack/react-query'
import { CalendarArrowDown, CalendarArrowUp, Link2, User, X } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useStore as useShared } from 'zustand'
import { formatDate, t } from '@/i18n'
import { mentionable } from '@/server/chats'
import { useStore } from '@/store/store'
import { Avatar } from '@/ui/avatar/Avatar'
import { Calendar } from '@/ui/calendar/Calendar'
import { dateOf, dayOf, plusDays } from '@/ui/calendar/month'
import { Dialog } from '@/ui/dialog/Dialog'
import { Menu } from '@/ui/menu/Menu'
import { below, type Point } from '@/ui/menu/useContextMenu'
import { chatSearch, narrow } from './chatSearch'
import s from './search.module.css'

export function SearchFilters({ chatId }: { chatId: string }) {
  const { from, since, until, link } = useShared(chatSearch, all => all.where)
  const author = useStore(state => (from ? state.users[from]?.display_name : undefined))
  const me = useStore(state => state.me?.id)
  const [people, setPeople] = useState<Point>()
  const [day, setDay] = useState<'since' | 'until'>()
  const written = (chosen: string | undefined) => (chosen ? formatDate(dateOf(chosen).getTime()) : '')
  return (
    // biome-ignore lint/a11y/useSemanticElements: a row of buttons; a fieldset would be a part of a form
    <div className={s.chips} role="group" aria-label={t('filter.title')}>
      <Chip
        icon={<User />}
        text={t('filter.from')}
        chosen={from && t('filter.fromWhom', { name: from === me ? t('message.me') : (author ?? '…') })}
        menu="menu"
        onOpen={setPeople}
        onRemove={() => narrow({ from: undefined })}
      />
      <Chip
        icon={<CalendarArrowDown />}
        text={t('filter.since')}
        chosen={since && t('filter.sinceDay', { time: written(since) })}
        menu="dialog"
        onOpen={() => setDay('since')}
        onRemove={() => narrow({ since: undefined })}
      />
      <Chip
        icon={<CalendarArrowUp />}
        text={t('filter.until')}
        chosen={until && t('filter.untilDay', { time: written(until) })}
        menu="dialog"
        onOpen={() => setDay('until')}
        onRemove={() => narrow({ until: undefined })}
      />
      <Chip
        icon={<Link2 />}
        text={t('filter.link')}
        chosen={link && t('filter.link')}
        onOpen={() => narrow({ link: true })}
        onRemove={() => narrow({ link: undefined })}
      />
      {people && <People chatId={chatId} at={people} onClose={() => setPeople(undefined)} />}
      {day && (
        <Dialog title={day === 'since' ? t('filter.since') : t('filter.until')} onClose={() => setDay(undefined)}>
          <Calendar
            value={day === 'since' ? since : until}
            least={day === 'until' ? since && plusDays(since, 1) : undefined}
            most={day === 'since' ? (until ? plusDays(until, -1) : dayOf(new Date())) : plusDays(dayOf(new Date()), 1)}
            onPick={picked => {
              narrow({ [day]: picked })
              setDay(undefined)
            }}
          />
        </Dialog>
      )}
    </div>
  )
}

interface ChipProps {
  icon: ReactNode
  text: string
  /** What the condition is, once there is one. */
  chosen?: string | false
  menu?: 'menu' | 'dialog'
  onOpen: (at: Point) => void
  onRemove: () => void
}

function Chip({ icon, text, chosen, menu, onOpen, onRemove }: ChipProps) {
  return (
    <button
      type="button"
      className={s.chip}
      data-on={Boolean(chosen)}
      aria-haspopup={chosen ? undefined : menu}
      aria-label={chosen ? t('filter.remove', { text: chosen }) : undefined}
      onClick={event => (chosen ? onRemove() : onOpen(below(event.currentTarget)))}
    >
      {icon}
      <span>{chosen || text}</span>
      {chosen && <X />}
    </button>
  )
}

/** Both people of a direct chat, or the members of a group; of a large one the first. */
function People({ chatId, at, onClose }: { chatId: string; at: Point; onClose: () => void }) {
  const me = useStore(state => state.me)
  const chat = useStore(state => state.chats[chatId])
  const members = useQuery({ ...mentionable(chatId), enabled: chat?.kind === 'group' }).data?.items
  const others = chat?.peer ? [chat.peer] : (members ?? []).map(({ user }) => user).filter(({ id }) => id !== me?.id)
  const items = [...(me ? [{ ...me, display_name: t('message.me') }] : []), ...others].map(user => ({
    text: user.display_name,
    icon: <Avatar id={user.id} name={user.display_name} picture={user.avatar?.small} size={34} />,
    run: () => narrow({ from: user.id }),
  }))
  return <Menu key={items.length} label={t('filter.from')} items={items} at={at} onClose={onClose} />
}
