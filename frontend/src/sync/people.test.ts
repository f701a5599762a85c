import { expect, test, vi } from 'vitest'
import { Problem } from '@/protocol/problem'
import type { UserCard } from '@/protocol/types'
import { newStore } from '@/store/store'
import { settle } from './fakes'
import { createPeople } from './people'

const card = (id: string) => ({ id, username: id, display_name: id, avatar_id: null }) as UserCard

test('people who are not known are looked up once, known ones and no one not at all', async () => {
  const store = newStore()
  const user = vi.fn(async (id: string) => card(id))
  const people = createPeople({ store, rest: { user } })
  people.need(['a', 'a', ''])
  people.need(['a'])
  await settle()
  people.need(['a'])
  expect(user.mock.calls).toEqual([['a']])
  expect(store.read().users.a?.id).toBe('a')
})

test('a look-up that failed in passing is tried again when needed, a refused one is not', async () => {
  const user = vi.fn(async (id: string) => card(id))
  user.mockRejectedValueOnce(new Problem('offline', 0)).mockRejectedValueOnce(new Problem('not_found', 404))
  const people = createPeople({ store: newStore(), rest: { user } })
  for (let time = 0; time < 3; time += 1) {
    people.need(['a'])
    await settle()
  }
  expect(user).toHaveBeenCalledTimes(2)
})
