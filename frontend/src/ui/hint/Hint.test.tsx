// These tests hold what small words beside a form promise.
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { draw } from '../testing'
import { ErrorText, Hint } from './Hint'

test('a hint is read where it is; one that comes later and an error are read out', async () => {
  await draw(
    <>
      <Hint>always there</Hint>
      <Hint live>just saved</Hint>
      <ErrorText>it failed</ErrorText>
    </>,
  )
  await expect.element(page.getByText('always there')).not.toHaveAttribute('role')
  await expect.element(page.getByRole('status')).toHaveTextContent('just saved')
  await expect.element(page.getByRole('alert')).toHaveTextContent('it failed')
})
