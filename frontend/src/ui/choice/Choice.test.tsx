// These tests hold what a choice promises.
import { useState } from 'react'
import { expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { box, draw, rightToLeft } from '../testing'
import { Choice } from './Choice'

const options = [
  ['roomy', 'Roomy'],
  ['compact', 'Compact'],
] as const
type Value = (typeof options)[number][0]

function Held({ told, list }: { told: (next: Value) => void; list?: boolean }) {
  const [value, setValue] = useState<Value>('roomy')
  const change = (next: Value) => {
    setValue(next)
    told(next)
  }
  return <Choice label="List" value={value} options={options} list={list} onChange={change} />
}

test('it has a name, says what is chosen, and is changed by a press and by arrows', async () => {
  const told = vi.fn()
  await draw(<Held told={told} />)
  await expect.element(page.getByRole('group', { name: 'List' })).toBeVisible()
  await expect.element(page.getByRole('radio', { name: 'Roomy' })).toBeChecked()
  await page.getByText('Compact').click({ force: true })
  await expect.element(page.getByRole('radio', { name: 'Compact' })).toBeChecked()
  await userEvent.keyboard('{ArrowLeft}')
  await expect.element(page.getByRole('radio', { name: 'Roomy' })).toBeChecked()
  expect(told.mock.calls).toEqual([['compact'], ['roomy']])
})

test('options are beside each other in the direction of text, or in a list', async () => {
  const told = vi.fn()
  await draw(<Held told={told} />)
  const place = (name: string) => box(page.getByText(name).element())
  expect(place('Roomy').left).toBeLessThan(place('Compact').left)
  rightToLeft()
  expect(place('Roomy').left).toBeGreaterThan(place('Compact').left)
  await draw(<Held told={told} list />)
  expect(place('Roomy').top).toBeLessThan(place('Compact').top)
})

test('two choices of a page do not share what is chosen', async () => {
  await draw(
    <>
      <Choice label="One" value="roomy" options={options} onChange={() => undefined} />
      <Choice label="Two" value="compact" options={options} onChange={() => undefined} />
    </>,
  )
  expect(page.getByRole('radio', { checked: true }).elements()).toHaveLength(2)
})
