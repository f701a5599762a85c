// This hook knows how far the person's own messages have come, as far as others let that be known.
import { useEffect, useRef } from 'react'
import type { Row } from '@/store/rows'
import { deliveredToOthers, readByOthers } from '@/store/select'
import type { ChatEntry } from '@/store/state'
import { useStore } from '@/store/store'
import { sync } from '@/sync/browser/sync'
import { seqOf } from './place'

/** Tells of each row whether it is stored, delivered or read. */
export function useDelivery(chatId: string, chat: ChatEntry | undefined, rows: readonly Row[]) {
  const readSeq = useStore(state => readByOthers(state, chatId))
  const deliveredSeq = useStore(state => deliveredToOthers(state, chatId))
  // What was told while no client listened is asked for once.
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
  return (row: Row) => {
    const seq = row.kind === 'message' && row.mine ? row.message.seq : Number.POSITIVE_INFINITY
    return seq <= readSeq ? 'read' : seq <= deliveredSeq ? 'delivered' : 'stored'
  }
}
