// A thread shows the messages of one chat.
import { ChevronDown } from 'lucide-react'
import { useCallback, useRef, useState } from 'react'
import { Virtualizer, type VirtualizerHandle } from 'virtua'
import { useStore as useShared } from 'zustand'
import { formatDay, t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import { chunk } from '@/lib/chunk'
import { lay } from '@/store/overlay'
import type { Message } from '@/store/state'
import { sync } from '@/sync/browser/sync'
import { Button } from '@/ui/button/Button'
import { EmptyState } from '@/ui/empty-state/EmptyState'
import { Later } from '@/ui/later/Later'
import { toast } from '@/ui/toasts/Toasts'
import type { Acting } from './Actions'
import { Announcer } from './Announcer'
import b from './bubble.module.css'
import { seqOf } from './place'
import { Row } from './Row'
import { selection } from './selection'
import s from './thread.module.css'
import { useDelivery } from './useDelivery'
import { useRowKeys } from './useRowKeys'
import { useScroll } from './useScroll'
import { useThread } from './useThread'

// What opens by a click comes with it.
const Actions = chunk(() => import('./Actions'))
const History = chunk(() => import('./History'))

const ROW = 64
const BUFFER_PX = 600

interface Props {
  chatId: string
  target: number | undefined
  editWindow: number
  onAbout: (kind: 'edit' | 'reply' | 'correct', message: Message) => void
}

const react = (message: Message, emoji: string) =>
  void sync.messages.react(message, emoji).catch(fault => toast(faultText(fault)))

export function Thread({ chatId, target, editWindow, onAbout }: Props) {
  const list = useRef<VirtualizerHandle>(null)
  const scroller = useRef<HTMLDivElement>(null)
  const data = useThread(chatId, target)
  const { chat, rows } = data
  const view = useScroll(list, scroller, { chatId, rows, target, data })
  const [acting, setActing] = useState<Acting>()
  const [history, setHistory] = useState<Message>()
  const reached = useDelivery(chatId, chat, rows)
  const choosing = useShared(selection, all => all.chatId === chatId)
  const group = chat?.kind === 'group'
  const rowKeys = useRowKeys(scroller, rows, setActing)
  const act = useCallback((row: Acting['row'], at: Acting['at']) => setActing({ row, at }), [])

  return (
    <div className={s.stage}>
      {view.day && <DayPill chatId={chatId} day={view.day} />}
      {data.failed === 'first' && !data.thread && <NotLoaded onRetry={data.retry} />}
      <div
        ref={scroller}
        className={`${s.scroller} ${s.fill}`}
        role="feed"
        aria-label={t('chat.messages')}
        aria-busy={data.slow}
        data-region="thread"
        data-choosing={choosing || undefined}
        id="messages"
        tabIndex={-1}
        onKeyDown={rowKeys.onKeyDown}
        onFocus={rowKeys.onFocus}
      >
        <div />
        <Virtualizer
          ref={list}
          scrollRef={scroller}
          data={rows}
          shift={view.shift}
          itemSize={ROW}
          bufferSize={BUFFER_PX}
          keepMounted={rowKeys.keepMounted}
          onScroll={view.onScroll}
        >
          {row => (
            <div key={row.key} data-row={row.key}>
              <Row
                row={row}
                group={group === true}
                flash={view.flash !== undefined && seqOf(row) === view.flash}
                arriving={view.arriving.has(row.key)}
                tabbable={row.key === rowKeys.tabbable}
                reached={reached(row)}
                onAct={act}
                onHistory={setHistory}
                onReact={react}
                onMissing={data.fill}
              />
            </div>
          )}
        </Virtualizer>
      </div>
      {view.down && rows.length > 0 && <JumpDown unread={chat?.unread ?? 0} onJump={() => void view.toEnd()} />}
      <Later>
        {acting && <Actions {...{ chat, acting, editWindow, onAbout }} onClose={() => setActing(undefined)} />}
        {history && <History message={history} onClose={() => setHistory(undefined)} />}
      </Later>
      <Announcer chatId={chatId} />
    </div>
  )
}

function NotLoaded({ onRetry }: { onRetry: () => void }) {
  return (
    <EmptyState title={t('chat.failed')}>
      <Button onClick={onRetry}>{t('app.retry')}</Button>
    </EmptyState>
  )
}

/** For the pointer; by keys and readers the same is reached from the search of the chat. */
function DayPill({ chatId, day }: { chatId: string; day: { at: number; shown: boolean } }) {
  return (
    <div className={s.sticky} data-shown={day.shown} aria-hidden>
      <button type="button" tabIndex={-1} className={b.pill} onClick={() => lay({ kind: 'date', chatId, at: day.at })}>
        {formatDay(day.at, Date.now())}
      </button>
    </div>
  )
}

function JumpDown({ unread, onJump }: { unread: number; onJump: () => void }) {
  return (
    <button type="button" className={s.jump} onClick={onJump}>
      <ChevronDown aria-hidden />
      <span className="only-heard">{t('chat.down')}</span>
      {unread > 0 && <span className={s.count}>{unread}</span>}
    </button>
  )
}
