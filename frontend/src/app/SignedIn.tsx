// This chunk holds everything behind the sign-in, so that the way in stays small.
import { QueryClientProvider } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { alertWords } from '@/i18n'
import { createQueryClient } from '@/server/client'
import { keys } from '@/server/keys'
import { sync } from '@/sync/browser/sync'
import type { Topic } from '@/sync/engine'
import { keepUp } from './keepUp'
import { Shell } from './Shell'

/** Which answers each topic makes stale. */
const TOPICS: Record<Topic, readonly string[]> = {
  notifications: keys.notifications,
  friends: keys.friends,
  requests: keys.friendRequests,
  profile: keys.profiles,
  blocks: keys.blocks,
  me: keys.privacy,
  members: keys.members,
}

export default function SignedIn() {
  const [client] = useState(createQueryClient)
  useEffect(() => void sync.start(), [])
  useEffect(() => {
    let stop = () => {}
    let over = false
    void Promise.all([import('./alerts'), alertWords()]).then(
      ([{ alertOfArrivals }]) => {
        if (!over) stop = alertOfArrivals()
      },
      // Without a network they come with the next visit.
      () => undefined,
    )
    return () => {
      over = true
      stop()
    }
  }, [])
  useEffect(keepUp, [])
  // What the socket tells makes pages that were asked for by REST stale.
  useEffect(() => {
    const stop = sync.onTopic(topic => {
      void client.invalidateQueries({ queryKey: TOPICS[topic] })
    })
    return () => void stop()
  }, [client])
  return (
    <QueryClientProvider client={client}>
      <Shell />
    </QueryClientProvider>
  )
}
