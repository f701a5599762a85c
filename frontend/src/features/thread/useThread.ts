// This hook knows an open chat: its rows, its parts that are loading, and where its reader began.
import { type Dispatch, type SetStateAction, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useStore as useShared } from 'zustand'
import { asProblem } from '@/protocol/problem'
import { jumps, jumpsTo } from '@/store/jumps'
import { leftAt } from '@/store/places'
import { rowsOf } from '@/store/rows'
import { outgoingOf } from '@/store/select'
import type { ChatEntry, Thread as Held } from '@/store/state'
import { useStore } from '@/store/store'
import type { Part } from '@/store/thread'
import { sync } from '@/sync/browser/sync'

const READ_MS = 500
const SLOW_MS = 150

type Loading = 'older' | 'newer' | 'first'

type FirstUnread = number | undefined

/** The first message that was unread when the chat was opened. */
function useFirstUnread(chat: ChatEntry | undefined, online: boolean) {
  const [firstUnread, setFirstUnread] = useState<FirstUnread>(() =>
    chat && chat.unread > 0 ? chat.read_seq + 1 : undefined,
  )
  // What is cached may be old: where the reader stands is known for certain once the chats are up to date.
  const certain = useRef(online)
  useEffect(() => {
    if (!online || certain.current) return
    certain.current = true
    if (chat && chat.unread > 0) setFirstUnread(now => now ?? chat.read_seq + 1)
  }, [online, chat])
  // As many as there were where the line was drawn: what comes later is below it, and is not counted by it.
  const counted = useRef<{ at: FirstUnread; n: number }>(undefined)
  if (counted.current?.at !== firstUnread) counted.current = { at: firstUnread, n: chat?.unread ?? 0 }
  return [firstUnread, setFirstUnread, counted.current?.n] as const
}

/** Loads a part of the chat, one of a kind at a time, and knows which kind has failed. */
function useLoading(chatId: string) {
  const [failed, setFailed] = useState<Loading>()
  const loading = useRef(new Map<Loading, Promise<unknown>>())
  /** True once it is there. */
  const load = useCallback(
    async (what: Loading, part: Part) => {
      // A jump is not dropped for another that is on its way: it comes after it.
      while (what === 'first' && loading.current.has(what)) await loading.current.get(what)?.catch(() => undefined)
      if (loading.current.has(what)) return false
      setFailed(now => (now === what ? undefined : now))
      const work = sync.chats.loadPart(chatId, part, what === 'first' ? undefined : what)
      loading.current.set(what, work)
      try {
        await work
        return true
      } catch (fault) {
        if (asProblem(fault).code !== 'not_found') setFailed(what)
        return false
      } finally {
        loading.current.delete(what)
      }
    },
    [chatId],
  )
  return { load, failed, setFailed }
}

/** Looks up the people who speak, or are spoken of, in the stretch that is held. */
function useAuthors(thread: Held | undefined) {
  useEffect(
    () =>
      sync.people.need(
        new Set(
          (thread?.items ?? []).flatMap(message => [message.author_id ?? '', ...(message.service?.user_ids ?? [])]),
        ),
      ),
    [thread],
  )
}

/** Moves the read mark, a moment after a message was seen. */
function useReadMark(chatId: string, online: boolean) {
  const readTimer = useRef<ReturnType<typeof setTimeout>>(undefined)
  return useCallback(
    (seq: number) => {
      clearTimeout(readTimer.current)
      if (!online) return
      readTimer.current = setTimeout(() => {
        if (document.visibilityState === 'visible' && document.hasFocus())
          void sync.chats.markRead(chatId, seq).catch(() => undefined)
      }, READ_MS)
    },
    [chatId, online],
  )
}

type Load = (what: Loading, part: Part) => Promise<boolean>

interface First {
  chatId: string
  thread: Held | undefined
  target: number | undefined
  /** How often a person has asked for the target. */
  jump: number
  firstUnread: FirstUnread
  online: boolean
  load: Load
}

/** The first part: what is jumped to, where the reader was, the first unread message, or the end. */
function useFirstPart({ chatId, thread, target, jump, firstUnread, online, load }: First) {
  const [slow, setSlow] = useState(false)
  const known = thread !== undefined
  // Each wish is granted once: afterwards the reader goes where they like, and is not brought back.
  const granted = useRef('')
  const begin = useCallback(
    async (at: number | undefined, wish: string) => {
      const timer = setTimeout(() => setSlow(true), SLOW_MS)
      if (await load('first', at === undefined ? 'end' : { around: at })) granted.current = wish
      clearTimeout(timer)
      setSlow(false)
    },
    [load],
  )
  const look = useCallback(
    (held: Held | undefined) => {
      const wish = `${target}/${jump}/${target ?? firstUnread}`
      const place = leftAt(chatId)?.seq
      const at = granted.current === wish ? place : (target ?? place ?? firstUnread)
      if (held && (at === undefined || (at >= held.from && at <= held.to + 1))) granted.current = wish
      else void begin(at, wish)
    },
    [chatId, target, jump, firstUnread, begin],
  )
  // Without an answer it is asked for again with the next connection.
  // biome-ignore lint/correctness/useExhaustiveDependencies: of the stretch it matters only that there is one
  useEffect(() => look(thread), [known, look, online])
  return { slow, retry: () => look(undefined) }
}

interface Edges {
  thread: Held | undefined
  complete: boolean
  online: boolean
  load: Load
  failed: Loading | undefined
  setFailed: Dispatch<SetStateAction<Loading | undefined>>
}

/** The parts before and after what is held. */
function useEdges({ thread, complete, online, load, failed, setFailed }: Edges) {
  // What is held changes with every message: the rows are given one function all the while.
  const held = useRef({ thread, complete })
  held.current = { thread, complete }
  // What failed is not asked for again by scrolling: it says so, or waits for the next connection.
  const older = useCallback(() => {
    const { thread } = held.current
    if (thread && thread.from > 1 && failed !== 'older') void load('older', { before: thread.from })
  }, [load, failed])
  const fill = useCallback(() => {
    const { thread, complete } = held.current
    if (thread && !complete) void load('newer', { after: thread.to })
  }, [load])
  const newer = useCallback(() => {
    if (failed !== 'newer') fill()
  }, [fill, failed])
  useEffect(() => {
    if (online) setFailed(now => (now === 'older' ? undefined : now))
  }, [online, setFailed])
  return { older, newer, fill }
}

export function useThread(chatId: string, target: number | undefined) {
  const chat = useStore(state => state.chats[chatId])
  const thread = useStore(state => state.threads[chatId])
  const me = useStore(state => state.me?.id)
  const outbox = useStore(state => state.outbox)
  const online = useStore(state => state.connection.phase === 'online')
  const [firstUnread, setFirstUnread, unread] = useFirstUnread(chat, online)
  const { load, failed, setFailed } = useLoading(chatId)
  const jump = useShared(jumps, all => jumpsTo(all, chatId, target))
  const { slow, retry } = useFirstPart({ chatId, thread, target, jump, firstUnread, online, load })

  useEffect(() => () => sync.chats.leave(chatId), [chatId])

  const end = chat?.seq ?? 0
  const complete = thread !== undefined && thread.to >= end
  const rows = useMemo(
    () =>
      rowsOf({
        thread,
        end,
        outgoing: outgoingOf(outbox, chatId),
        me,
        firstUnread,
        unread,
        missing: failed === 'newer',
      }),
    [thread, end, outbox, chatId, me, firstUnread, unread, failed],
  )
  useAuthors(thread)

  const { older, newer, fill } = useEdges({ thread, complete, online, load, failed, setFailed })

  const toEnd = useCallback(() => load('first', 'end'), [load])
  const undivide = useCallback(() => setFirstUnread(undefined), [setFirstUnread])

  const read = useReadMark(chatId, online)

  return {
    chat,
    thread,
    rows,
    complete,
    slow,
    failed,
    firstUnread,
    older,
    newer,
    fill,
    jump,
    retry,
    toEnd,
    read,
    undivide,
  }
}
