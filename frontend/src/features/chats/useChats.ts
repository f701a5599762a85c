// This hook knows which chats the list has, and in which order.
import { useEffect, useMemo, useState } from 'react'
import { chatList, type Filter, isUnread } from '@/store/select'
import { useStore } from '@/store/store'
import { sync } from '@/sync/browser/sync'

const WATCHED = 100

export function useChats() {
  const chats = useStore(state => state.chats)
  const listed = useStore(state => state.listed)
  const [chosen, setFilter] = useState<Filter>('all')
  const requests = useMemo(() => chatList(chats, 'requests'), [chats])
  const unread = useMemo(() => chatList(chats, 'unread').length, [chats])
  const archived = useMemo(() => {
    const away = chatList(chats, 'archived')
    return { count: away.length, unread: away.filter(isUnread).length }
  }, [chats])
  // The last request was answered, the last chat came out of the archive: the filter is gone with it.
  const empty = (chosen === 'requests' && requests.length === 0) || (chosen === 'archived' && archived.count === 0)
  const filter = empty ? 'all' : chosen
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
    if (peers) sync.presence.watch('chats', peers.split(','))
  }, [peers])
  const authors = useMemo(
    () =>
      list
        .slice(0, WATCHED)
        .flatMap(chat => (chat.kind === 'group' ? (chat.last_message?.author_id ?? []) : []))
        .join(),
    [list],
  )
  useEffect(() => sync.people.need(authors.split(',')), [authors])
  return { list, listed, filter, setFilter, requests, unread, archived }
}
