// These tests hold what a choice of views promises.
import { useState } from 'react'
import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { box, draw, rightToLeft } from '../testing'
import { Tabs } from './Tabs'

const tabs = [
  ['all', 'All'],
  ['unread', 'Unread'],
] as const

function Held() {
  const [value, setValue] = useState<'all' | 'unread'>('all')
  return <Tabs label="Filter" tabs={tabs} value={value} onChange={setValue} />
}

test('the group has a name, one of it is pressed, and keys press another', async () => {
  await draw(<Held />)
  await expect.element(page.getByRole('group', { name: 'Filter' })).toBeVisible()
  const pressed = (name: string) => page.getByRole('button', { name, exact: true, pressed: true })
  await expect.element(pressed('All')).toBeVisible()
  await userEvent.keyboard('{Tab}{Tab}{Enter}')
  await expect.element(pressed('Unread')).toHaveFocus()
  expect(pressed('All').query()).toBeNull()
})

test('the first one is where text begins', async () => {
  await draw(<Held />)
  const left = (name: string) => box(page.getByRole('button', { name, exact: true }).element()).left
  expect(left('All')).toBeLessThan(left('Unread'))
  rightToLeft()
  expect(left('All')).toBeGreaterThan(left('Unread'))
})

test('a tab says how many things wait in it, and nothing where none do', async () => {
  const counted = [
    ['all', 'All', 0],
    ['unread', 'Unread', 120],
  ] as const
  await draw(<Tabs label="Filter" tabs={counted} value="all" onChange={() => undefined} />)
  await expect.element(page.getByRole('button', { name: 'Unread 99+' })).toBeVisible()
  await expect.element(page.getByRole('button', { name: 'All', exact: true })).toBeVisible()
})
