// This hook knows how far the person's own messages have come, as far as others let that be known.
import { useEffect, useRef } from 'react'
import type { Row } from '@/store/rows'
import { deliveredToOthers, readByOthers } from '@/store/select'
import type { ChatEntry } from '@/store/state'
import { useStore } from '@/store/store'
import { sync } from '@/sync/browser/sync'
import { seqOf } from './place'

const isMine = (row: Row) => row.kind === 'message' && row.mine && !row.message.deleted_at

/** Tells of each row whether it is stored, delivered or read. */
export function useDelivery(chatId: string, chat: ChatEntry | undefined, rows: readonly Row[]) {
  const readSeq = useStore(state => readByOthers(state, chatId))
  const deliveredSeq = useStore(state => deliveredToOthers(state, chatId))
  // What was told while no client listened is asked for once.
  const last = seqOf(rows.findLast(isMine))
  const online = useStore(state => state.connection.phase === 'online')
  const unknown = online && chat?.me.request === null && last !== undefined && last > readSeq
  const asked = useRef(false)
  useEffect(() => {
    if (!unknown || asked.current) return
    asked.current = true
    void sync.chats.learnReceipts(
      chatId,
      rows.filter(isMine).map(row => seqOf(row) ?? 0),
    )
  }, [unknown, chatId, rows])
  return (row: Row) => {
    const seq = row.kind === 'message' && row.mine ? row.message.seq : Number.POSITIVE_INFINITY
    return seq <= readSeq ? 'read' : seq <= deliveredSeq ? 'delivered' : 'stored'
  }
}
