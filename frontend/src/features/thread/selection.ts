// This store holds the messages a person has selected in one chat, to do one thing with all of them.
import { createStore } from 'zustand/vanilla'
import type { Message } from '@/store/state'
import { read } from '@/store/store'

interface Selection {
  readonly chatId?: string
  readonly seqs: ReadonlySet<number>
  readonly last?: number
}

export const selection = createStore<Selection>(() => ({ seqs: new Set() }))
export const unselect = () => selection.setState({ seqs: new Set() }, true)

/** Chooses a message or lets it go; with `through`, everything from the last one to it. */
export function select({ chat_id, seq }: Message, through = false) {
  const { chatId, seqs, last } = selection.getState()
  const next = new Set(chatId === chat_id ? seqs : [])
  if (through && last !== undefined && chatId === chat_id) {
    const between = (read().threads[chat_id]?.items ?? []).filter(
      item =>
        item.seq >= Math.min(seq, last) &&
        item.seq <= Math.max(seq, last) &&
        item.kind !== 'service' &&
        !item.deleted_at &&
        !item.hidden,
    )
    for (const item of between) next.add(item.seq)
  } else if (!next.delete(seq)) next.add(seq)
  if (next.size === 0) return unselect()
  selection.setState({ chatId: chat_id, seqs: next, last: seq })
}
