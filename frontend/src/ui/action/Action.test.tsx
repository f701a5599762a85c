// These tests hold what tiles and rows of actions promise.
import { expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { box, draw, rightToLeft } from '../testing'
import { Row, Rows, Tile, Tiles } from './Action'

test('a tile is a button with its words as the name, and one that is disabled does nothing', async () => {
  const run = vi.fn()
  await draw(
    <Tiles>
      <Tile icon="x" text="Mute" run={run} />
      <Tile icon="x" text="Asked" disabled run={run} />
    </Tiles>,
  )
  await page.getByRole('button', { name: 'Mute', exact: true }).click()
  expect(run).toHaveBeenCalledTimes(1)
  await expect.element(page.getByRole('button', { name: 'Asked', exact: true })).toBeDisabled()
})

test('one that leads to a page is a link and goes there', async () => {
  await draw(
    <Rows>
      <Row icon="x" text="Profile" to="/u/leo" />
    </Rows>,
  )
  await userEvent.keyboard('{Tab}')
  await expect.element(page.getByRole('link', { name: 'Profile', exact: true })).toHaveFocus()
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByTestId('place')).toHaveTextContent('/u/leo')
})

test('in a row the picture stands where text begins', async () => {
  await draw(<Row icon={<svg data-testid="icon" />} text="Leave" run={() => undefined} />)
  const before = () => box(page.getByTestId('icon').element()).left < box(page.getByText('Leave').element()).left
  expect(before()).toBe(true)
  rightToLeft()
  expect(before()).toBe(false)
})
