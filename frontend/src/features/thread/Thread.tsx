// A thread shows the messages of one chat.
import { useCallback, useRef, useState } from 'react'
import { Virtualizer, type VirtualizerHandle } from 'virtua'
import { useStore as useShared } from 'zustand'
import { formatDay, t } from '@/i18n'
import { chunk } from '@/lib/chunk'
import { lay } from '@/store/overlay'
import type { Message } from '@/store/state'
import { Button } from '@/ui/button/Button'
import { EmptyState } from '@/ui/empty-state/EmptyState'
import { Later } from '@/ui/later/Later'
import { toast } from '@/ui/toasts/Toasts'
import type { Acting } from './Actions'
import b from './bubble.module.css'
import { seqOf } from './place'
import type { EmojiPicker } from './ReactionPicker'
import { Row } from './Row'
import { selection } from './selection'
import s from './thread.module.css'
import { useDelivery } from './useDelivery'
import { useRowKeys } from './useRowKeys'
import { useScroll } from './useScroll'
import { useThread } from './useThread'
import { withWords } from './withWords'

// What opens by a click comes with it.
const Actions = chunk(withWords(() => import('./Actions')))
const Announcer = chunk(() => import('./Announcer'))
const History = chunk(withWords(() => import('./History')))
const Ways = chunk(withWords(() => import('./Ways')))

const ROW = 64
const BUFFER_PX = 600

/** With it come the favorites, which are needed when one reacts. */
const react = (message: Message, emoji: string) =>
  void import('./react').then(
    it => it.react(message, emoji),
    () => toast(t('app.notLoaded')),
  )

interface Props {
  chatId: string
  target: number | undefined
  editWindow: number
  emoji: EmojiPicker
  /** How long a message may be. */
  limit: number
  onAbout: (kind: 'edit' | 'reply', message: Message) => void
}

export function Thread(props: Props) {
  const { chatId, target, onAbout } = props
  const list = useRef<VirtualizerHandle>(null)
  const scroller = useRef<HTMLDivElement>(null)
  const data = useThread(chatId, target)
  const { chat, rows } = data
  const view = useScroll(list, scroller, { chatId, rows, target, data })
  const [acting, setActing] = useState<Acting>()
  const [history, setHistory] = useState<Message>()
  const reached = useDelivery(chatId, chat, rows)
  const choosing = useShared(selection, all => all.chatId === chatId)
  const rowKeys = useRowKeys(scroller, rows, setActing)
  const act = useCallback((row: Acting['row'], at: Acting['at'], key?: string) => setActing({ row, at, key }), [])
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
                group={chat?.kind === 'group'}
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
      <Later>{chat && rows.length > 0 && <Ways {...{ chat, scroller, data, view, onAbout }} />}</Later>
      <Later>
        {acting && <Actions {...props} {...{ chat, acting }} onClose={() => setActing(undefined)} />}
        {history && <History message={history} onClose={() => setHistory(undefined)} />}
      </Later>
      <Later>
        <Announcer chatId={chatId} />
      </Later>
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
