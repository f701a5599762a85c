// These tests hold what the exchange of a person promises.
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { box, draw, rightToLeft } from '../testing'
import { Deal, ExchangeChip, pairOf } from './Exchange'

const tomas = {
  native_languages: ['ca', 'es'],
  learning_languages: [
    { code: 'de', level: 'A1' },
    { code: 'en', level: 'B2' },
  ],
}
const mara = { native_languages: ['sv', 'en'], learning_languages: [{ code: 'es', level: 'B1' }] }

test('the pair that concerns the reader comes first', () => {
  expect(pairOf(tomas, mara)).toEqual({ give: 'es', want: { code: 'en', level: 'B2' } })
  expect(pairOf(tomas)).toEqual({ give: 'ca', want: { code: 'de', level: 'A1' } })
})

test('the chip shows codes and says a sentence', async () => {
  await draw(<ExchangeChip of={tomas} reader={mara} />)
  const chip = page.getByRole('img', { name: 'speaks Spanish, learns English B2' })
  await expect.element(chip).toBeVisible()
  expect(chip.element().textContent).toBe('esen B2')
})

test('the language that is given stands before the one that is wanted, in every direction of text', async () => {
  await draw(<ExchangeChip of={tomas} reader={mara} />)
  const before = () =>
    box(page.getByText('es', { exact: true }).element()).left < box(page.getByText('B2').element()).left
  expect(before()).toBe(true)
  rightToLeft()
  expect(before()).toBe(true)
})

test('a person without a language on one side has no chip', async () => {
  await draw(<ExchangeChip of={{ ...tomas, learning_languages: [] }} />)
  expect(page.getByRole('img').query()).toBeNull()
})

test('the deal names languages as their speakers do, and the others beside them', async () => {
  await draw(<Deal of={tomas} reader={mara} />)
  await expect.element(page.getByText('español')).toBeVisible()
  await expect.element(page.getByText('Catalan')).toBeVisible()
  await expect.element(page.getByText('B2, German A1')).toBeVisible()
})
