// These tests hold what an avatar promises.
import { expect, test } from 'vitest'
import { draw } from '../testing'
import { Avatar } from './Avatar'

const avatar = () => document.querySelector<HTMLElement>('[data-size]')

test('without a picture it shows the first letter, on a color that belongs to the id', async () => {
  await draw(<Avatar id="u1" name="ada" size={40} />)
  expect(avatar()?.textContent).toBe('A')
  const hue = avatar()?.dataset.hue
  await draw(<Avatar id="u1" name="Bob" size={40} />)
  expect(avatar()?.dataset.hue).toBe(hue)
})

test('a letter of several characters stays whole', async () => {
  await draw(<Avatar id="u1" name="👩‍🚀 Ada" size={40} />)
  expect(avatar()?.textContent).toBe('👩‍🚀')
})

test('it is decoration: the name beside it says who it is', async () => {
  await draw(<Avatar id="u1" name="Ada" picture="data:image/gif;base64,R0lGODlhAQABAAAAACw=" size={54} />)
  expect(avatar()?.getAttribute('aria-hidden')).toBe('true')
  expect(avatar()?.querySelector('img')?.alt).toBe('')
  expect(avatar()?.getBoundingClientRect().width).toBe(54)
})
