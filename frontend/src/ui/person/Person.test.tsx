// These tests hold what a person in a list promises.
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { box, draw, rightToLeft } from '../testing'
import { PersonText, personClass } from './Person'

const user = { id: 'u1', username: 'noor', display_name: 'نور' }

test('the name and the line under it are read out, the picture is not', async () => {
  await draw(
    <button type="button" className={personClass}>
      <PersonText user={user} />
    </button>,
  )
  await expect.element(page.getByRole('button')).toHaveAccessibleName(/^نور\s?@noor$/)
})

test('a name of the other direction leaves what is around it in order', async () => {
  await draw(<PersonText user={user} under="online" />)
  expect(page.getByText('نور').element().tagName).toBe('BDI')
  await expect.element(page.getByText('online')).toBeVisible()
  expect(page.getByText('@noor').query()).toBeNull()
})

test('the picture is where text begins', async () => {
  await draw(
    <div className={personClass}>
      <PersonText user={{ ...user, display_name: 'Noor' }} />
    </div>,
  )
  const first = () => {
    const picture = document.querySelector('[data-size]')
    return picture && box(picture).left < box(page.getByText('Noor', { exact: true }).element()).left
  }
  expect(first()).toBe(true)
  rightToLeft()
  expect(first()).toBe(false)
})

test('a name that is too long is cut and does not push the row wider', async () => {
  await draw(
    <div className={personClass}>
      <PersonText user={{ ...user, display_name: 'n'.repeat(400) }} />
    </div>,
  )
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(innerWidth)
})
