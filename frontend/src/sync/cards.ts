// A person's picture may be newer than the one that is held: the socket tells its id and no links to it, so the card is
// fetched again.
import type { UserCard } from '@/protocol/types'
import { withUsers } from '@/store/apply'
import type { Store } from '@/store/store'
import type { Rest } from './rest'

export type Cards = ReturnType<typeof createCards>

export function createCards({ store, rest }: { readonly store: Store; readonly rest: Pick<Rest, 'user'> }) {
  const asked = new Set<string>()

  async function renewOne(card: UserCard | undefined) {
    if (!card?.avatar_id || card.avatar) return
    const picture = `${card.id}/${card.avatar_id}`
    if (asked.has(picture)) return
    asked.add(picture)
    try {
      const fresh = await rest.user(card.id)
      // In the meantime another picture may have been told of, which is asked for by itself.
      if (store.read().users[card.id]?.avatar_id === fresh.avatar_id) {
        store.change(state => withUsers(state, [fresh]))
      }
    } catch {
      // Without it the initials are shown; the next word of this person asks again.
    } finally {
      asked.delete(picture)
    }
  }

  return {
    /** Asks for their cards anew, once for each picture. */
    renew(ids: Iterable<string>) {
      for (const id of ids) void renewOne(store.read().users[id])
    },
  }
}
