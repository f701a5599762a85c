// These tests hold what the choice of a picture promises.
import { expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { draw } from '../testing'
import { PictureButtons } from './PictureButtons'

const input = () => document.querySelector<HTMLInputElement>('input[type=file]')

function choose(name: string) {
  const element = input()
  const files = new DataTransfer()
  files.items.add(new File(['x'], name, { type: 'image/png' }))
  if (element) element.files = files.files
  element?.dispatchEvent(new Event('change', { bubbles: true }))
}

test('its button opens the choice of a picture, which takes pictures only', async () => {
  await draw(<PictureButtons has={false} busy={false} onPick={() => undefined} onRemove={() => undefined} />)
  const opened = vi.fn((event: Event) => event.preventDefault())
  input()?.addEventListener('click', opened)
  await page.getByRole('button', { name: 'Change picture' }).click()
  expect(opened).toHaveBeenCalledTimes(1)
  expect(input()?.accept).toBe('image/png,image/jpeg,image/webp,image/gif')
})

test('the same file can be chosen twice', async () => {
  const pick = vi.fn((file: File) => file.name)
  await draw(<PictureButtons has={false} busy={false} onPick={pick} onRemove={() => undefined} />)
  choose('me.png')
  choose('me.png')
  expect(pick.mock.results.map(({ value }) => value)).toEqual(['me.png', 'me.png'])
})

test('a picture that is there can be removed, but not while something is under way', async () => {
  const remove = vi.fn()
  const button = page.getByRole('button', { name: 'Remove picture' })
  await draw(<PictureButtons has={false} busy={false} onPick={() => undefined} onRemove={remove} />)
  expect(button.query()).toBeNull()
  await draw(<PictureButtons has busy onPick={() => undefined} onRemove={remove} />)
  await expect.element(button).toBeDisabled()
  await draw(<PictureButtons has busy={false} onPick={() => undefined} onRemove={remove} />)
  await button.click()
  expect(remove).toHaveBeenCalledTimes(1)
})
