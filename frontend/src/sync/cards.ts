// People whose picture is another one than is held: what the socket tells of them has its id and no links to it.
import type { UserCard } from '@/protocol/types'
import { withUsers } from '@/store/apply'
import { change, read } from '@/store/store'
import { getUser } from './rest'

const asked = new Set<string>()

/** Asks for their cards anew, once for each picture. */
export function renewCards(ids: Iterable<string>) {
  for (const id of ids) void renewCard(read().users[id])
}

async function renewCard(card: UserCard | undefined) {
  if (!card?.avatar_id || card.avatar) return
  const picture = `${card.id}/${card.avatar_id}`
  if (asked.has(picture)) return
  asked.add(picture)
  try {
    const fresh = await getUser(card.id)
    // In the meantime another picture may have been told of, which is asked for by itself.
    if (read().users[card.id]?.avatar_id === fresh.avatar_id) change(state => withUsers(state, [fresh]))
  } catch {
    // Without it the initials are shown; the next word of this person asks again.
  } finally {
    asked.delete(picture)
  }
}
