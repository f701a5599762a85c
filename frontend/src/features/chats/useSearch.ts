// The search finds chats by their names in this browser; for people and messages it asks the server.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useDeferredValue, useEffect, useMemo } from 'react'
import { t } from '@/i18n'
import { asProblem } from '@/protocol/problem'
import * as server from '@/server/people'
import { messagesWith } from '@/server/search'
import { peerOf } from '@/store/saved'
import { chatList } from '@/store/select'
import { read, useStore } from '@/store/store'
import { sync } from '@/sync/browser/sync'

/** Pages without a hit that are followed by the next one without being asked. */
const EMPTY_PAGES = 5

export function useSearch(query: string) {
  const chats = useStore(state => state.chats)
  const wanted = useDeferredValue(query.trim())
  const lower = wanted.toLocaleLowerCase()
  const found = useMemo(
    () =>
      lower
        ? [...chatList(chats, 'all'), ...chatList(chats, 'archived')].filter(chat =>
            (peerOf(read(), chat, t('saved.title'))?.display_name ?? chat.title ?? '')
              .toLocaleLowerCase()
              .includes(lower),
          )
        : [],
    [chats, lower],
  )
  const people = useQuery(server.people(wanted))
  const messages = useInfiniteQuery(messagesWith(wanted))
  const pages = messages.data?.pages ?? []
  const hits = useMemo(() => messages.data?.pages.flatMap(page => page.items) ?? [], [messages.data])
  useEffect(() => sync.people.need(hits.map(hit => hit.message.author_id)), [hits])
  const { hasNextPage, isFetching, fetchNextPage } = messages
  const goOn = hits.length === 0 && hasNextPage && !isFetching && pages.length < EMPTY_PAGES
  useEffect(() => {
    if (goOn) void fetchNextPage()
  }, [goOn, fetchNextPage])
  const fault = messages.error ? asProblem(messages.error) : undefined
  return {
    found,
    people: people.data?.items ?? [],
    hits,
    more: hasNextPage && !goOn ? () => void fetchNextPage() : undefined,
    // An instance that searches no messages finds people and chats.
    fault: fault?.code === 'search_off' ? undefined : fault,
    busy: people.isFetching || isFetching,
    wanted,
  }
}
