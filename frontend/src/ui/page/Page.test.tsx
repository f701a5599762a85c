// These tests hold what a page of the main column promises.
import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { box, draw, rightToLeft } from '../testing'
import { Head, Page } from './Page'

test('it has one heading, and the way back is the first thing a key comes to', async () => {
  await draw(
    <Page title="Friends" back="/chats" actions={<button type="button">Add</button>}>
      <p>none yet</p>
    </Page>,
  )
  await expect.element(page.getByRole('heading', { level: 1, name: 'Friends' })).toBeVisible()
  await userEvent.keyboard('{Tab}')
  await expect.element(page.getByRole('button', { name: 'Back' })).toHaveFocus()
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByTestId('place')).toHaveTextContent('/chats')
})

test('a head without a way back has no button for it', async () => {
  await draw(<Head title="Chats" />)
  await expect.element(page.getByRole('heading', { name: 'Chats' })).toBeVisible()
  expect(page.getByRole('button').elements()).toEqual([])
})

test('the way back is where text begins', async () => {
  await draw(<Head title="Friends" back="/" />)
  const before = () => box(page.getByRole('button').element()).left < box(page.getByRole('heading').element()).left
  expect(before()).toBe(true)
  rightToLeft()
  expect(before()).toBe(false)
})
