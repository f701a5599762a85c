// These tests hold what a switch promises.
import { useState } from 'react'
import { expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { draw } from '../testing'
import { Switch } from './Switch'

function Held({ told }: { told: (on: boolean) => void }) {
  const [on, setOn] = useState(false)
  const change = (next: boolean) => {
    setOn(next)
    told(next)
  }
  return <Switch label="Sound" checked={on} onChange={change} />
}

test('it is turned by its label and by Space, and says how it is', async () => {
  const told = vi.fn()
  await draw(<Held told={told} />)
  const control = page.getByRole('switch', { name: 'Sound' })
  await expect.element(control).not.toBeChecked()
  await page.getByText('Sound').click()
  await expect.element(control).toBeChecked()
  await expect.element(control).toHaveAttribute('aria-checked', 'true')
  await userEvent.keyboard(' ')
  await expect.element(control).not.toBeChecked()
  expect(told.mock.calls).toEqual([[true], [false]])
})

test('one that is disabled is not turned', async () => {
  const told = vi.fn()
  await draw(<Switch label="Sound" checked disabled onChange={told} />)
  await expect.element(page.getByRole('switch')).toBeDisabled()
  await page.getByText('Sound').click({ force: true })
  expect(told).not.toHaveBeenCalled()
})
