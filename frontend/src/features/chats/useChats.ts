// What the chat list knows: which chats, in which order, and whom a search finds.
import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useEffect, useMemo, useState } from 'react'
import { api, ask } from '@/protocol/http'
import { chatList, type Filter, isRequest } from '@/store/select'
import { useStore } from '@/store/store'
import { need, watch } from '@/sync/presence'

const WATCHED = 100

export function useChats() {
  const chats = useStore(state => state.chats)
  const listed = useStore(state => state.listed)
  const [chosen, setFilter] = useState<Filter>('all')
  const requests = useMemo(() => Object.values(chats).filter(isRequest).length, [chats])
  // The last request was answered: its filter is gone with it.
  const filter = chosen === 'requests' && requests === 0 ? 'all' : chosen
  const list = useMemo(() => chatList(chats, filter), [chats, filter])
  const peers = useMemo(
    () =>
      list
        .slice(0, WATCHED)
        .flatMap(chat => chat.peer?.id ?? [])
        .sort()
        .join(),
    [list],
  )
  useEffect(() => {
    if (peers) watch(peers.split(','))
  }, [peers])
  const authors = useMemo(
    () =>
      list
        .slice(0, WATCHED)
        .flatMap(chat => (chat.kind === 'group' ? (chat.last_message?.author_id ?? []) : []))
        .join(),
    [list],
  )
  useEffect(() => need(authors.split(',')), [authors])
  return { list, listed, filter, setFilter, requests }
}

/** People and chats whose names match. */
export function useSearch(query: string) {
  const chats = useStore(state => state.chats)
  const wanted = useDeferredValue(query.trim())
  const lower = wanted.toLocaleLowerCase()
  const found = useMemo(
    () =>
      lower
        ? chatList(chats, 'all').filter(chat =>
            (chat.peer?.display_name ?? chat.title ?? '').toLocaleLowerCase().includes(lower),
          )
        : [],
    [chats, lower],
  )
  const people = useQuery({
    queryKey: ['people', wanted],
    enabled: wanted.length >= 2,
    queryFn: () => ask(api.GET('/api/v1/users', { params: { query: { q: wanted, limit: 20 } } })),
  })
  return { found, people: people.data?.items ?? [], busy: people.isFetching, wanted }
}
