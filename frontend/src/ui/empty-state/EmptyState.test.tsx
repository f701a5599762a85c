// These tests hold what what takes the place of content promises.
import { expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { draw } from '../testing'
import { EmptyState, Waiting } from './EmptyState'

const fault = (error: unknown) => `refused: ${error}`

test('it has a heading, words, and what can be done', async () => {
  await draw(
    <EmptyState title="No friends yet" text="Find some.">
      <button type="button">Explore</button>
    </EmptyState>,
  )
  await expect.element(page.getByRole('heading', { name: 'No friends yet' })).toBeVisible()
  await expect.element(page.getByText('Find some.')).toBeVisible()
  await expect.element(page.getByRole('button', { name: 'Explore' })).toBeVisible()
})

test('an answer that is on its way is waited for, one that is there needs nothing', async () => {
  const refetch = () => undefined
  await draw(<Waiting of={{ isPending: true, error: null, refetch }} fault={fault} />)
  await expect.element(page.getByRole('heading', { name: 'Loading…' })).toBeVisible()
  await draw(<Waiting of={{ isPending: false, error: null, refetch }} fault={fault} />)
  expect(page.getByRole('heading').elements()).toEqual([])
})

test('a refusal says why and can be tried again', async () => {
  const refetch = vi.fn()
  await draw(<Waiting of={{ isPending: false, error: 'gone', refetch }} fault={fault} />)
  await expect.element(page.getByRole('heading', { name: 'refused: gone' })).toBeVisible()
  await page.getByRole('button', { name: 'Try again' }).click()
  expect(refetch).toHaveBeenCalledTimes(1)
})
