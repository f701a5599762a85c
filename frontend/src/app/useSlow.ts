// In slow mode a member waits between two messages; this hook knows until when.
import { useEffect, useState } from 'react'
import type { ChatEntry, State } from '@/store/state'
import { useStore } from '@/store/store'

/** When the reader has last written here, as far as this browser knows. */
function lastOwn(state: State, chatId: string): number {
  const me = state.me?.id
  const said = state.threads[chatId]?.items.findLast(message => message.author_id === me && message.kind !== 'service')
  const leaving = Object.values(state.outbox).filter(item => item.chatId === chatId && item.state !== 'failed')
  return Math.max(0, said ? Date.parse(said.created_at) : 0, ...leaving.map(({ at }) => at))
}

/** The moment from which on the reader may write; nothing where they may now. */
export function useFreeAt(chat: ChatEntry | undefined): number | undefined {
  const bound = chat?.kind === 'group' && chat.slow_mode > 0 && chat.me.role === 'member'
  const last = useStore(state => (bound ? lastOwn(state, chat.id) : 0))
  const [, look] = useState(0)
  const pause = (chat?.slow_mode ?? 0) * 1000
  // The clock of the server may be ahead of this one: never longer than the whole pause.
  const free = bound ? Math.min(last, Date.now()) + pause : 0
  const waits = free > Date.now()
  useEffect(() => {
    if (!waits) return
    const timer = setTimeout(() => look(n => n + 1), free - Date.now() + 50)
    return () => clearTimeout(timer)
  }, [waits, free])
  return waits ? free : undefined
}
