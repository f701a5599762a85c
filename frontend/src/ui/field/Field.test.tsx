// These tests hold what a field promises.
import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { box, draw, rightToLeft } from '../testing'
import { Field } from './Field'

test('it is found by its label, and a click on the label begins to write', async () => {
  await draw(<Field label="Name" name="name" />)
  const field = page.getByLabelText('Name')
  await page.getByText('Name').click()
  await expect.element(field).toHaveFocus()
  await userEvent.keyboard('Ada')
  await expect.element(field).toHaveValue('Ada')
})

test('hint and error belong to it, and an error is read out when it comes', async () => {
  await draw(<Field label="Name" hint="As others see it" />)
  const field = page.getByLabelText('Name')
  await expect.element(field).toHaveAccessibleDescription('As others see it')
  await expect.element(field).not.toHaveAttribute('aria-invalid')
  await draw(<Field label="Name" hint="As others see it" error="Too long" />)
  await expect.element(field).toHaveAccessibleDescription('As others see it Too long')
  await expect.element(field).toHaveAttribute('aria-invalid', 'true')
  await expect.element(page.getByRole('alert')).toHaveTextContent('Too long')
})

test('a password is hidden until it is shown, and what was written stays', async () => {
  await draw(<Field label="Password" type="password" />)
  const field = page.getByLabelText('Password')
  await field.fill('secret')
  await expect.element(field).toHaveAttribute('type', 'password')
  await page.getByRole('button', { name: 'Show' }).click()
  await expect.element(field).toHaveAttribute('type', 'text')
  await expect.element(page.getByRole('button', { name: 'Hide' })).toHaveAttribute('aria-pressed', 'true')
  await expect.element(field).toHaveValue('secret')
})

test('the button that shows a password is at the end of the line, on either side', async () => {
  await draw(<Field label="Password" type="password" />)
  const place = () => {
    const field = box(page.getByLabelText('Password').element())
    const button = box(page.getByRole('button').element())
    return button.left - field.left > field.right - button.right ? 'right' : 'left'
  }
  expect(place()).toBe('right')
  rightToLeft()
  expect(place()).toBe('left')
})
