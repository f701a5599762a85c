// These tests hold what a button with a picture promises.
import { expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { draw, rightToLeft } from '../testing'
import { IconButton } from './IconButton'

test('its picture says nothing; its name is read out and shown to those who point at it', async () => {
  const press = vi.fn()
  await draw(
    <IconButton label="Close" onClick={press}>
      <svg />
    </IconButton>,
  )
  const button = page.getByRole('button', { name: 'Close' })
  await expect.element(button).toHaveAttribute('title', 'Close')
  await userEvent.keyboard('{Tab}{Enter}')
  expect(press).toHaveBeenCalledTimes(1)
})

test('one that points somewhere points the other way where text runs from right to left', async () => {
  await draw(
    <>
      <IconButton label="Back" mirror />
      <IconButton label="Close" />
    </>,
  )
  const transform = (name: string) => getComputedStyle(page.getByRole('button', { name }).element()).transform
  expect([transform('Back'), transform('Close')]).toEqual(['none', 'none'])
  rightToLeft()
  expect([transform('Back'), transform('Close')]).toEqual(['matrix(-1, 0, 0, 1, 0, 0)', 'none'])
})
