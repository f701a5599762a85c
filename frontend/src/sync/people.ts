// People who are named somewhere and not known yet are looked up here, once each.
import { asProblem } from '@/protocol/problem'
import { withUsers } from '@/store/apply'
import type { Store } from '@/store/store'
import type { Rest } from './rest'

export function createPeople({ store, rest }: { readonly store: Store; readonly rest: Pick<Rest, 'user'> }) {
  const asked = new Set<string>()
  return {
    need(ids: Iterable<string>) {
      for (const id of ids) {
        if (!id || asked.has(id) || store.read().users[id]) continue
        asked.add(id)
        rest
          .user(id)
          .then(user => store.change(state => withUsers(state, [user])))
          .catch(fault => {
            if (asProblem(fault).passing) asked.delete(id)
          })
      }
    },
  }
}
