// These tests hold what a badge promises.
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { draw } from '../testing'
import { Count, Dot } from './Count'

test('a short number is shown, a sentence is read out', async () => {
  await draw(<Count n={120} label="120 unread messages" />)
  await expect.element(page.getByText('99+')).toHaveAttribute('aria-hidden', 'true')
  const sentence = page.getByText('120 unread messages').element()
  expect(sentence.closest('[aria-hidden]')).toBeNull()
})

test('news without a number has a name', async () => {
  await draw(<Dot label="Unread" />)
  await expect.element(page.getByRole('img', { name: 'Unread' })).toBeVisible()
})
