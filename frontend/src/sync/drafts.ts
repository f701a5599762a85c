// What one has begun to write: here at once, and on the server soon after, for one's other devices. A draft is held
// here until the server has it; after that the chat's own is the one that counts.
import { api, ask } from '@/protocol/http'
import { asProblem } from '@/protocol/problem'
import { withMyChat } from '@/store/apply'
import { keepDraft } from '@/store/cache'
import { draftOf } from '@/store/select'
import { change, put, read } from '@/store/store'
import { say } from './channel'
import { currentCache } from './client'

const SOON_MS = 2000

const timers = new Map<string, ReturnType<typeof setTimeout>>()

export function saveDraft(chatId: string, written: string) {
  const text = written.trim() ? written : ''
  if (draftOf(read(), chatId) === text) return
  hear(chatId, text)
  say({ kind: 'draft', chatId, text })
  const cache = currentCache()
  if (cache) void keepDraft(cache, chatId, text)
  clearTimeout(timers.get(chatId))
  timers.set(
    chatId,
    setTimeout(() => void tell(chatId), SOON_MS),
  )
}

/** Another tab has it, or the server. */
export function hear(chatId: string, text: string | undefined) {
  change(state => ({ ...state, drafts: put(state.drafts, chatId, text) }))
}

async function tell(chatId: string) {
  const text = read().drafts[chatId]
  if (text === undefined || !read().chats[chatId]) return
  const draft = text || null
  try {
    await ask(api.PATCH('/api/v1/chats/{chat_id}/me', { params: { path: { chat_id: chatId } }, body: { draft } }))
  } catch (fault) {
    // Kept here, and told with the next connection; one that is too long stays on this device.
    if (asProblem(fault).passing) return
  }
  // Somebody may have gone on writing meanwhile.
  if (read().drafts[chatId] !== text) return
  change(state => withMyChat(state, chatId, { draft }))
  hear(chatId, undefined)
  say({ kind: 'draft', chatId, text: undefined })
  const cache = currentCache()
  if (cache) void keepDraft(cache, chatId, undefined)
}

/** What could not be told before. */
export function tellDrafts() {
  for (const chatId of Object.keys(read().drafts)) void tell(chatId)
}
