// These tests hold what a calendar promises.
import { expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { draw, focused } from '../testing'
import { Calendar } from './Calendar'

const shown = () => focused()?.textContent
const named = (name: string) => page.getByRole('button', { name })

test('it opens at the chosen day, and arrows, Home and page keys go to others', async () => {
  await draw(<Calendar value="2026-11-18" onPick={() => undefined} />)
  await expect.element(page.getByRole('grid', { name: /2026/ })).toBeVisible()
  const seen: unknown[] = [shown()]
  for (const key of ['{ArrowRight}', '{ArrowDown}', '{PageUp}', '{ArrowUp}']) {
    await userEvent.keyboard(key)
    seen.push(shown())
  }
  expect(seen).toEqual(['18', '19', '26', '26', '19'])
  await expect.element(page.getByRole('heading', { name: /October 2026/ })).toBeVisible()
})

test('Enter picks the day, and what cannot be chosen cannot be reached', async () => {
  const pick = vi.fn()
  await draw(<Calendar value="2026-11-18" least="2026-11-10" most="2026-11-20" onPick={pick} />)
  await userEvent.keyboard('{ArrowDown}{Enter}')
  expect(pick.mock.calls).toEqual([['2026-11-20']])
  await expect.element(named('Saturday 21 November 2026').or(named('Saturday, November 21, 2026'))).toBeDisabled()
})
