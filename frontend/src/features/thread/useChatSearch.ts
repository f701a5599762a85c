// This hook knows the hits of a search in the open chat, which of them is shown, and how to get to the next.
import { useInfiniteQuery } from '@tanstack/react-query'
import { useDeferredValue, useEffect } from 'react'
import { useNavigate, useRoute } from '@/lib/router'
import { type Asked, messagesIn } from '@/server/search'
import { jumpTo } from '@/store/jumps'
import { sync } from '@/sync/browser/sync'
import { dateOf } from '@/ui/calendar/month'
import { type ChatSearch, type Conditions, chatSearch } from './chatSearch'

const startOf = (day: string | undefined) => (day ? dateOf(day).toISOString() : undefined)

const asked = ({ from, since, until, link }: Conditions): Asked => ({
  from,
  has: link ? 'link' : undefined,
  since: startOf(since),
  until: startOf(until),
})

type Focus = NonNullable<ChatSearch['focus']>

export function useChatSearch(chatId: string, { query, where }: ChatSearch) {
  const navigate = useNavigate()
  const wanted = useDeferredValue(query.trim())
  const found = useInfiniteQuery(messagesIn(chatId, wanted, asked(where)))
  const hits = found.data?.pages.flatMap(page => page.items) ?? []
  useEffect(
    () => sync.people.need((found.data?.pages ?? []).flatMap(page => page.items.map(hit => hit.message.author_id))),
    [found.data],
  )
  const [, jumped] = useRoute('/c/:chatId/m/:seq')
  const at = hits.findIndex(hit => String(hit.message.seq) === jumped?.seq)
  const { hasNextPage, fetchNextPage } = found

  /** Hits are newest first: one step on is an older one. */
  const step = async (by: 1 | -1, focus: Focus) => {
    const to = at < 0 ? 0 : at + by
    let hit = hits[to]
    if (!hit && by > 0 && hasNextPage) {
      const more = await fetchNextPage()
      hit = more.data?.pages.flatMap(page => page.items)[to]
    }
    if (!hit) return
    chatSearch.setState({ listed: false, focus })
    jumpTo(chatId, hit.message.seq)
    navigate(`/c/${chatId}/m/${hit.message.seq}`)
  }

  return {
    found,
    hits,
    at,
    older: at < hits.length - 1 || hasNextPage ? (from: Focus = 'older') => void step(1, from) : undefined,
    newer: at > 0 ? (from: Focus = 'newer') => void step(-1, from) : undefined,
  }
}
