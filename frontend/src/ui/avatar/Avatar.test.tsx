// These tests hold what an avatar promises.
import { expect, test } from 'vitest'
import { draw } from '../testing'
import { Avatar } from './Avatar'

const avatar = () => document.querySelector<HTMLElement>('[data-size]')
const hue = () => document.querySelector<HTMLElement>('[data-hue]')?.dataset.hue

test('without a picture it shows the first letter, on a color that belongs to the id', async () => {
  await draw(<Avatar id="u1" name="ada" size={40} />)
  expect(avatar()?.textContent).toBe('A')
  const before = hue()
  await draw(<Avatar id="u1" name="Bob" size={40} />)
  expect(before).toBeDefined()
  expect(hue()).toBe(before)
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

test('a dot says that the person is online', async () => {
  const dot = () => getComputedStyle(document.querySelector('[data-size]') as Element, '::after').content
  await draw(<Avatar id="u1" name="Ada" size={54} online />)
  expect(dot()).toBe('""')
  await draw(<Avatar id="u1" name="Ada" size={54} />)
  expect(dot()).toBe('none')
})
