// Finds people by name or username.
import { useQuery } from '@tanstack/react-query'
import { useDeferredValue } from 'react'
import { api, ask } from '@/protocol/http'

export function usePeople(query: string) {
  const wanted = useDeferredValue(query.trim().replace(/^@/, ''))
  const people = useQuery({
    queryKey: ['people', wanted],
    enabled: wanted.length >= 2,
    queryFn: () => ask(api.GET('/api/v1/users', { params: { query: { q: wanted, limit: 20 } } })),
  })
  const friends = useQuery({
    queryKey: ['friends'],
    queryFn: () => ask(api.GET('/api/v1/friends', { params: { query: { limit: 200 } } })),
  })
  const searching = wanted.length >= 2
  return {
    searching,
    busy: people.isFetching,
    people: searching ? (people.data?.items ?? []) : (friends.data?.items.map(({ user }) => user) ?? []),
  }
}
