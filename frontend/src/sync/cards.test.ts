import { beforeEach, expect, test, vi } from 'vitest'
import type { UserCard } from '@/protocol/types'
import { withUsers } from '@/store/apply'
import { initial } from '@/store/state'
import { newStore } from '@/store/store'
import { createCards } from './cards'

const getUser = vi.fn<(id: string) => Promise<UserCard>>()
const store = newStore()
const { change, read } = store
let cards: ReturnType<typeof createCards>

const card = (avatar_id: string | null, links = false, display_name = 'Leo') =>
  ({
    id: 'leo',
    username: 'leo',
    display_name,
    avatar_id,
    avatar: links ? { small: `/${avatar_id}/s`, large: `/${avatar_id}/l` } : undefined,
  }) as UserCard
const told = (user: UserCard) => {
  change(state => withUsers(state, [user]))
  cards.renew([user.id])
}

beforeEach(() => {
  getUser.mockReset()
  cards = createCards({ store, rest: { user: getUser } })
  change(() => ({ ...initial, users: { leo: card('p1', true) } }))
})

test('another picture is asked for, once, and shown with its links', async () => {
  getUser.mockResolvedValue(card('p2', true))
  told(card('p2'))
  told(card('p2', false, 'Leo B'))
  expect(read().users.leo?.avatar).toBeUndefined()
  await vi.waitFor(() => expect(read().users.leo?.avatar?.small).toBe('/p2/s'))
  expect(getUser).toHaveBeenCalledTimes(1)
})

test('the same picture, or none, asks nothing', () => {
  told(card('p1', false, 'Leo B'))
  expect([read().users.leo?.display_name, read().users.leo?.avatar?.small]).toEqual(['Leo B', '/p1/s'])
  told(card(null))
  expect(read().users.leo?.avatar).toBeUndefined()
  expect(getUser).not.toHaveBeenCalled()
})

test('an answer that another picture has overtaken changes nothing', async () => {
  let answer: (found: UserCard) => void = () => undefined
  getUser.mockReturnValueOnce(new Promise(resolve => (answer = resolve))).mockResolvedValueOnce(card('p3', true))
  told(card('p2'))
  told(card('p3'))
  await vi.waitFor(() => expect(read().users.leo?.avatar?.small).toBe('/p3/s'))
  answer(card('p2', true))
  await new Promise(resolve => setImmediate(resolve))
  expect(read().users.leo?.avatar?.small).toBe('/p3/s')
})

test('after a failure the next word of the person asks again', async () => {
  getUser.mockRejectedValueOnce(new Error('away')).mockResolvedValueOnce(card('p2', true))
  told(card('p2'))
  await new Promise(resolve => setImmediate(resolve))
  told(card('p2'))
  await vi.waitFor(() => expect(read().users.leo?.avatar?.small).toBe('/p2/s'))
})
