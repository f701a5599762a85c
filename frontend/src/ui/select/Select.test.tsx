// These tests hold what a select promises.
import { expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { draw } from '../testing'
import { Select } from './Select'

const options = [
  ['a', 'Ant'],
  ['b', 'Bee'],
] as const

test('it is found by its label, shows what is chosen, and is changed by the keys', async () => {
  const change = vi.fn()
  await draw(<Select label="Animal" options={options} value="a" onChange={event => change(event.target.value)} />)
  const select = page.getByRole('combobox', { name: 'Animal' })
  await expect.element(select).toHaveDisplayValue('Ant')
  await userEvent.keyboard('{Tab}')
  await expect.element(select).toHaveFocus()
  await userEvent.keyboard('{ArrowDown}')
  expect(change).toHaveBeenCalledWith('b')
})

test('a label that is not shown is still its name', async () => {
  await draw(<Select hideLabel label="Animal" options={options} defaultValue="b" />)
  await expect.element(page.getByRole('combobox', { name: 'Animal' })).toHaveValue('b')
  const { width, height } = page.getByText('Animal').element().getBoundingClientRect()
  expect(width * height).toBeLessThanOrEqual(1)
})
