// These tests hold what the choice of languages promises.
import { useState } from 'react'
import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
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
const search = (of: typeof native) => of.getByRole('combobox', { name: add })

test('each side is a group with a name, and so is each level', async () => {
  await draw(<Held start={{ native: ['en'], learning: [{ code: 'ja', level: 'B1' }] }} />)
  await expect.element(native.getByText('English')).toBeVisible()
  await expect.element(learning.getByText('日本語')).toBeVisible()
  const level = learning.getByRole('group', { name: 'Level: Japanese' })
  await expect.element(level.getByRole('radio', { name: 'B1' })).toBeChecked()
  await expect.element(level).toHaveAccessibleDescription('I manage most situations while traveling.')
})

test('a language is found by any of its names, with the keyboard alone, and can be removed again', async () => {
  await draw(<Held start={{ native: ['en'], learning: [{ code: 'es', level: 'B1' }] }} />)
  await native.getByRole('button', { name: add }).click()
  await expect.element(search(native)).toHaveFocus()
  await userEvent.keyboard('日本')
  await expect.element(page.getByRole('option', { name: /Japanese/ })).toBeVisible()
  await userEvent.keyboard('{Enter}')
  expect(now.native).toEqual(['en', 'ja'])
  await native.getByRole('button', { name: 'Remove Japanese' }).click()
  expect(now.native).toEqual(['en'])
  expect(native.getByRole('button', { name: /^Remove/ }).elements()).toEqual([])
})

test('arrows choose, Escape closes, and what was chosen is offered no more', async () => {
  await draw(<Held start={{ native: ['en'], learning: [{ code: 'es', level: 'B1' }] }} />)
  await search(learning).click()
  await userEvent.keyboard('{Escape}')
  expect(page.getByRole('option').elements()).toEqual([])
  await userEvent.keyboard('a')
  await expect.element(page.getByRole('option', { selected: true })).toHaveTextContent('Arabic')
  await userEvent.keyboard('{ArrowDown}{ArrowUp}{Enter}')
  expect(now.learning.at(-1)).toEqual({ code: 'ar', level: 'A1' })
  await search(learning).click()
  await expect.element(page.getByRole('option').first()).toBeVisible()
  expect(page.getByRole('option', { name: /Arabic|Spanish|English/ }).elements()).toEqual([])
})

test('no more can be added than the server takes', async () => {
  await draw(<Held start={{ native: ['en', 'ja', 'de'], learning: [{ code: 'es', level: 'B1' }] }} />)
  expect(native.getByRole('button', { name: add }).query()).toBeNull()
  for (let time = 0; time < 4; time += 1) {
    await search(learning).click()
    await userEvent.keyboard('{Enter}')
  }
  expect(search(learning).query()).toBeNull()
  expect(now.learning.length).toBe(5)
})

test('languages that are fixed keep their place; their levels change', async () => {
  await draw(<Held fixed start={{ native: ['en'], learning: [{ code: 'es', level: 'B1' }] }} />)
  expect(search(learning).query()).toBeNull()
  expect(learning.getByRole('button').elements()).toEqual([])
  await learning.getByText('C1').click()
  expect(now.learning).toEqual([{ code: 'es', level: 'C1' }])
})

test('a language on both sides is noticed', () => {
  expect(overlaps({ native: ['en'], learning: [{ code: 'en', level: 'A1' }] })).toBe(true)
  expect(overlaps({ native: ['en'], learning: [{ code: 'es', level: 'A1' }] })).toBe(false)
})
