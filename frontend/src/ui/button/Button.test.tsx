// These tests hold what a button promises.
import { expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { draw } from '../testing'
import { Button } from './Button'

test('it is pressed by pointer, Enter and Space, and has the ring while a key moved there', async () => {
  const press = vi.fn()
  await draw(<Button onClick={press}>Save</Button>)
  const button = page.getByRole('button', { name: 'Save' })
  await userEvent.keyboard('{Tab}')
  await expect.element(button).toHaveFocus()
  expect(button.element().matches(':focus-visible')).toBe(true)
  expect(getComputedStyle(button.element()).outlineStyle).not.toBe('none')
  await userEvent.keyboard('{Enter}')
  await userEvent.keyboard(' ')
  await button.click()
  expect(press).toHaveBeenCalledTimes(3)
})

test('one that is busy says so and takes no press', async () => {
  const press = vi.fn()
  await draw(
    <Button busy onClick={press}>
      Save
    </Button>,
  )
  const button = page.getByRole('button', { name: 'Save' })
  await expect.element(button).toBeDisabled()
  await expect.element(button).toHaveAttribute('aria-busy', 'true')
  button.element().dispatchEvent(new MouseEvent('click', { bubbles: true }))
  expect(press).not.toHaveBeenCalled()
})

test('it sends a form only when it is told to', async () => {
  const sent = vi.fn((event: { preventDefault(): void }) => event.preventDefault())
  await draw(
    <form onSubmit={sent}>
      <Button>Look</Button>
      <Button type="submit">Send</Button>
    </form>,
  )
  await page.getByRole('button', { name: 'Look' }).click()
  expect(sent).not.toHaveBeenCalled()
  await page.getByRole('button', { name: 'Send' }).click()
  expect(sent).toHaveBeenCalledTimes(1)
})

test('it is large enough for a finger', async () => {
  await draw(<Button>OK</Button>)
  expect(page.getByRole('button').element().getBoundingClientRect().height).toBeGreaterThanOrEqual(40)
})
