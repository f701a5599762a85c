import { beforeEach, expect, test, vi } from 'vitest'
import { Problem } from '@/protocol/problem'
import type { Session } from '@/protocol/types'
import { newStore } from '@/store/store'
import { FakeClock, fakeTabs, settle } from './fakes'
import { SessionControl } from './session'

const LIFE_S = 600

function setUp(count = 1) {
  const clock = new FakeClock()
  let raised = true
  let made = 0
  const refresh = vi.fn(async () => session(++made))
  const logOut = vi.fn(async () => undefined)
  const flag = {
    raised: () => raised,
    raise: () => {
      raised = true
    },
    lower: () => {
      raised = false
    },
  }
  // One tab at a time, as a lock of the browser gives it.
  let queue: Promise<unknown> = Promise.resolve()
  const alone = <T>(work: () => Promise<T>): Promise<T> => {
    const next = queue.then(work)
    queue = next.catch(() => undefined)
    return next
  }
  const tabs = fakeTabs(count).map(channel => {
    const store = newStore()
    return {
      store,
      channel,
      control: new SessionControl({ store, channel, clock, rest: { refresh, logOut }, flag, alone }),
    }
  })
  const [first] = tabs
  if (!first) throw new Error('no tab')
  return { ...first, tabs, clock, flag, refresh, logOut }
}

const session = (number: number) =>
  ({
    access_token: `token-${number}`,
    expires_in: LIFE_S,
    session_id: 's',
    user: { id: 'me', username: 'me' },
  }) as unknown as Session

let its: ReturnType<typeof setUp>
beforeEach(() => {
  its = setUp()
})

test('many who need a token cause one refresh and get the same token', async () => {
  const tokens = await Promise.all([1, 2, 3].map(() => its.control.accessToken()))
  expect(tokens).toEqual(['token-1', 'token-1', 'token-1'])
  expect(its.refresh).toHaveBeenCalledTimes(1)
  expect(its.store.read()).toMatchObject({ account: 'in', sessionId: 's', me: { id: 'me' } })
})

test('a token is used until shortly before it runs out', async () => {
  await its.control.accessToken()
  await its.clock.advance(LIFE_S * 1000 - 60_001)
  expect(await its.control.accessToken()).toBe('token-1')
  await its.clock.advance(1)
  expect(await its.control.accessToken()).toBe('token-2')
})

test('a token the server did not believe is replaced, and one that has been replaced already is not', async () => {
  await its.control.accessToken()
  expect(await its.control.accessToken('token-1')).toBe('token-2')
  expect(await its.control.accessToken('token-1')).toBe('token-2')
  expect(its.refresh).toHaveBeenCalledTimes(2)
  expect(await its.control.renewedToken()).toBe('token-3')
})

test('tabs that need a token at the same time refresh once among them', async () => {
  const { tabs, refresh } = setUp(3)
  const tokens = await Promise.all(tabs.map(({ control }) => control.accessToken()))
  expect(new Set(tokens)).toEqual(new Set(['token-1']))
  expect(refresh).toHaveBeenCalledTimes(1)
  expect(tabs.map(({ store }) => store.read().account)).toEqual(['in', 'in', 'in'])
})

test('a stranger is not refreshed', async () => {
  its.flag.lower()
  expect(await its.control.accessToken()).toBeNull()
  expect(its.refresh).not.toHaveBeenCalled()
})

test.each([401, 403])('a refresh refused with %i ends the session everywhere', async status => {
  const { tabs, control, refresh, flag } = setUp(2)
  await control.accessToken()
  const over = vi.fn()
  for (const tab of tabs) tab.control.onSignedOut(over)
  refresh.mockRejectedValueOnce(new Problem('session_revoked', status))
  expect(await control.accessToken('token-1')).toBeNull()
  expect(tabs.map(({ store }) => store.read().account)).toEqual(['ended', 'ended'])
  expect(over.mock.calls).toEqual([[true], [true]])
  expect(flag.raised()).toBe(false)
})

test('without a server a token that has not run out is better than none', async () => {
  await its.control.accessToken()
  its.refresh.mockRejectedValue(new Problem('offline', 0))
  await its.clock.advance(LIFE_S * 1000 - 30_000)
  expect(await its.control.accessToken()).toBe('token-1')
  await its.clock.advance(30_000)
  await expect(its.control.accessToken()).rejects.toMatchObject({ code: 'offline' })
  expect(its.store.read().account).toBe('in')
})

test('signing out is told once the server has ended the session, and not before', async () => {
  const { control, logOut, tabs } = setUp(2)
  await control.accessToken()
  logOut.mockRejectedValueOnce(new Problem('offline', 0))
  await expect(control.signOut()).rejects.toMatchObject({ code: 'offline' })
  expect(tabs[0]?.store.read().account).toBe('in')
  await control.signOut()
  await settle()
  expect(tabs.map(({ store }) => store.read().account)).toEqual(['out', 'out'])
})

test('a session that has ended already lets one sign out', async () => {
  await its.control.accessToken()
  its.logOut.mockRejectedValueOnce(new Problem('session_revoked', 401))
  await its.control.signOut()
  expect(its.store.read().account).toBe('out')
})
