// This hook finds people by name or username.
import { useQuery } from '@tanstack/react-query'
import { useDeferredValue } from 'react'
import { friends as ofMine } from '@/server/friends'
import * as server from '@/server/people'

export function usePeople(query: string) {
  const wanted = useDeferredValue(query.trim().replace(/^@/, ''))
  const people = useQuery(server.people(wanted))
  const friends = useQuery(ofMine)
  const searching = wanted.length >= 2
  return {
    searching,
    busy: people.isFetching,
    people: searching ? (people.data?.items ?? []) : (friends.data?.items.map(({ user }) => user) ?? []),
  }
}
