// The messages of one chat.
import { ChevronDown } from 'lucide-react'
import { type KeyboardEvent, lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react'
import { Virtualizer, type VirtualizerHandle } from 'virtua'
import { formatDay, t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import { preferences } from '@/store/preferences'
import { deliveredToOthers, readByOthers } from '@/store/select'
import type { Message } from '@/store/state'
import { useStore } from '@/store/store'
import { sync } from '@/sync/browser/sync'
import { Button } from '@/ui/button/Button'
import { Notice } from '@/ui/notice/Notice'
import { toast } from '@/ui/toasts/Toasts'
import type { Acting } from './Actions'
import { Announcer } from './Announcer'
import b from './bubble.module.css'
import { Row } from './Row'
import s from './thread.module.css'
import { seqOf, useScroll } from './useScroll'
import { useThread } from './useThread'

// What opens by a click comes with it.
const Actions = lazy(() => import('./Actions'))
const History = lazy(() => import('./History'))

/** What a letter does stands with the menu of a message. */
const isLetter = (key: string) => /^([refstc ]|delete)$/i.test(key)
const ROW = 64
const BUFFER_PX = 600

interface Props {
  chatId: string
  target: number | undefined
  editWindow: number
  onAbout: (kind: 'edit' | 'reply' | 'correct', message: Message) => void
}

export function Thread({ chatId, target, editWindow, onAbout }: Props) {
  const list = useRef<VirtualizerHandle>(null)
  const scroller = useRef<HTMLDivElement>(null)
  const data = useThread(chatId, target)
  const { chat, rows } = data
  const view = useScroll(list, scroller, { chatId, rows, target, data })
  const [acting, setActing] = useState<Acting>()
  const [history, setHistory] = useState<Message>()
  const [focused, setFocused] = useState<string>()
  const readSeq = useStore(state => readByOthers(state, chatId))
  const deliveredSeq = useStore(state => deliveredToOthers(state, chatId))
  const reached = (row: Acting['row']) => {
    const seq = row.kind === 'message' && row.mine ? row.message.seq : Number.POSITIVE_INFINITY
    return seq <= readSeq ? 'read' : seq <= deliveredSeq ? 'delivered' : 'stored'
  }
  // What was told while nobody listened is asked for once.
  const mine = rows.findLast(row => row.kind === 'message' && row.mine && !row.message.deleted_at)
  const mineSeq = chat?.kind === 'direct' && chat.me.request === null ? seqOf(mine) : undefined
  const online = useStore(state => state.connection.phase === 'online')
  const unknown = online && mineSeq !== undefined && mineSeq > readSeq
  const asked = useRef(false)
  useEffect(() => {
    if (!unknown || asked.current || mineSeq === undefined) return
    asked.current = true
    void sync.chats.learnReceipts(chatId, mineSeq)
  }, [unknown, chatId, mineSeq])
  const group = chat?.kind === 'group'
  const tabbable = rows.some(row => row.key === focused)
    ? focused
    : rows.findLast(row => row.kind !== 'missing' && row.kind !== 'start')?.key
  const mounted = rows.findIndex(row => row.key === focused)
  const act = useCallback((row: Acting['row'], at: Acting['at']) => setActing({ row, at }), [])
  const onReact = useCallback(
    (message: Message, emoji: string) =>
      void sync.messages.react(message, emoji).catch(fault => toast(faultText(fault))),
    [],
  )

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const articles = [...(scroller.current?.querySelectorAll<HTMLElement>('article') ?? [])]
    const now = articles.findIndex(article => article === document.activeElement)
    if (now < 0) return
    const go = (to: HTMLElement | undefined) => {
      event.preventDefault()
      to?.focus()
    }
    if (event.key === 'ArrowUp') go(articles[now - 1])
    else if (event.key === 'ArrowDown') go(articles[now + 1])
    else if (event.key === 'Home') go(articles[0])
    else if (event.key === 'End') go(articles.at(-1))
    else if (
      !event.ctrlKey &&
      !event.metaKey &&
      !event.altKey &&
      preferences.getState().letterKeys &&
      isLetter(event.key)
    ) {
      const row = rows.find(line => line.key === focused)
      if (event.target !== articles[now] || row?.kind !== 'message') return
      event.preventDefault()
      setActing({ row, at: { x: 0, y: 0 }, key: event.key.toLowerCase() })
    } else if ((event.shiftKey && event.key === 'F10') || event.key === 'ContextMenu' || event.key === 'Enter') {
      if (event.target !== articles[now]) return
      const row = rows.find(line => line.key === focused)
      const box = articles[now]?.getBoundingClientRect()
      if (!row || !box) return
      event.preventDefault()
      act(row, { x: box.left + box.width / 2, y: box.top + box.height / 2 })
    }
  }

  return (
    <div className={s.stage}>
      {view.day && (
        <div className={s.sticky} data-shown={view.day.shown} aria-hidden>
          <span className={b.pill}>{formatDay(view.day.at, Date.now())}</span>
        </div>
      )}
      {data.failed === 'first' && !data.thread && (
        <Notice title={t('chat.failed')}>
          <Button onClick={data.retry}>{t('app.retry')}</Button>
        </Notice>
      )}
      {/* biome-ignore lint/a11y/useSemanticElements: a feed has no element of its own */}
      <div
        ref={scroller}
        className={`${s.scroller} ${s.fill}`}
        role="feed"
        aria-label={t('chat.messages')}
        aria-busy={data.slow}
        data-region="thread"
        id="messages"
        tabIndex={-1}
        onKeyDown={onKeyDown}
        onFocus={event => {
          const index = event.target.closest<HTMLElement>('[data-row]')?.dataset.row
          if (index) setFocused(index)
        }}
      >
        <div />
        <Virtualizer
          ref={list}
          scrollRef={scroller}
          data={rows}
          shift={view.shift}
          itemSize={ROW}
          bufferSize={BUFFER_PX}
          keepMounted={mounted < 0 ? undefined : [mounted]}
          onScroll={view.onScroll}
        >
          {row => (
            <div key={row.key} data-row={row.key}>
              <Row
                row={row}
                group={group === true}
                flash={view.flash !== undefined && seqOf(row) === view.flash}
                tabbable={row.key === tabbable}
                reached={reached(row)}
                onAct={act}
                onHistory={setHistory}
                onReact={onReact}
                onMissing={data.fill}
              />
            </div>
          )}
        </Virtualizer>
      </div>
      {view.down && rows.length > 0 && (
        <button type="button" className={s.jump} onClick={() => void view.toEnd()}>
          <ChevronDown aria-hidden />
          <span className="only-heard">{t('chat.down')}</span>
          {(chat?.unread ?? 0) > 0 && <span className={s.count}>{chat?.unread}</span>}
        </button>
      )}
      <Suspense fallback={null}>
        {acting && (
          <Actions
            chat={chat}
            acting={acting}
            editWindow={editWindow}
            onAbout={onAbout}
            onClose={() => setActing(undefined)}
          />
        )}
        {history && <History message={history} onClose={() => setHistory(undefined)} />}
      </Suspense>
      <Announcer chatId={chatId} />
    </div>
  )
}
