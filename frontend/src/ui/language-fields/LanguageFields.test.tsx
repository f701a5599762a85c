// These tests hold what the choice of languages promises.
import { useState } from 'react'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { draw } from '../testing'
import { LanguageFields, overlaps, type Spoken } from './LanguageFields'

const languages = ['en', 'es', 'ja', 'de', 'fr', 'it', 'pt', 'ar', 'zh']
let now: Spoken

function Held({ start, fixed }: { start: Spoken; fixed?: boolean }) {
  const [value, setValue] = useState(start)
  now = value
  return <LanguageFields languages={languages} value={value} fixed={fixed} onChange={setValue} />
}

const native = page.getByRole('group', { name: 'I speak' })
const learning = page.getByRole('group', { name: 'I learn' })
const add = 'Add a language'

test('each side is a group with a name, and every field has one', async () => {
  await draw(<Held start={{ native: ['en'], learning: [{ code: 'ja', level: 'B1' }] }} />)
  await expect.element(native.getByRole('combobox', { name: 'I speak' })).toHaveValue('en')
  await expect.element(learning.getByRole('combobox', { name: 'I learn' })).toHaveValue('ja')
  await expect.element(learning.getByRole('combobox', { name: 'Level' })).toHaveValue('B1')
})

test('a language that was added is one that was not chosen yet, and can be removed again', async () => {
  await draw(<Held start={{ native: ['en'], learning: [{ code: 'es', level: 'B1' }] }} />)
  await native.getByRole('button', { name: add }).click()
  expect(now.native).toEqual(['en', 'ja'])
  await native.getByRole('button', { name: 'Remove Japanese' }).click()
  expect(now.native).toEqual(['en'])
  expect(native.getByRole('button', { name: /^Remove/ }).elements()).toEqual([])
})

test('no more can be added than the server takes', async () => {
  await draw(<Held start={{ native: ['en'], learning: [{ code: 'es', level: 'B1' }] }} />)
  for (let time = 0; time < 2; time += 1) await native.getByRole('button', { name: add }).click()
  expect(native.getByRole('button', { name: add }).query()).toBeNull()
  for (let time = 0; time < 4; time += 1) await learning.getByRole('button', { name: add }).click()
  expect(learning.getByRole('button', { name: add }).query()).toBeNull()
  expect([now.native.length, now.learning.length]).toEqual([3, 5])
})

test('languages that are fixed keep their place; their levels change', async () => {
  await draw(<Held fixed start={{ native: ['en'], learning: [{ code: 'es', level: 'B1' }] }} />)
  await expect.element(learning.getByRole('combobox', { name: 'I learn' })).toBeDisabled()
  expect(learning.getByRole('button').elements()).toEqual([])
  await learning.getByRole('combobox', { name: 'Level' }).selectOptions('C1')
  expect(now.learning).toEqual([{ code: 'es', level: 'C1' }])
})

test('a language on both sides is noticed', () => {
  expect(overlaps({ native: ['en'], learning: [{ code: 'en', level: 'A1' }] })).toBe(true)
  expect(overlaps({ native: ['en'], learning: [{ code: 'es', level: 'A1' }] })).toBe(false)
})
