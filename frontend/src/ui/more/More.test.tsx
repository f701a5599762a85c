// These tests hold what the button for the next page promises.
import { expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { draw } from '../testing'
import { More } from './More'

test('it asks for the next page, once while that is on its way, and is not there after the last one', async () => {
  const fetchNextPage = vi.fn()
  await draw(<More of={{ hasNextPage: true, isFetchingNextPage: false, fetchNextPage }} />)
  await page.getByRole('button').click()
  expect(fetchNextPage).toHaveBeenCalledTimes(1)
  await draw(<More of={{ hasNextPage: true, isFetchingNextPage: true, fetchNextPage }} />)
  await expect.element(page.getByRole('button')).toHaveAttribute('aria-busy', 'true')
  await draw(<More of={{ hasNextPage: false, isFetchingNextPage: false, fetchNextPage }} />)
  expect(page.getByRole('button').elements()).toEqual([])
})
