// These tests hold what names with values promise.
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { draw } from '../testing'
import { Facts } from './Facts'

test('each value has its name, in the direction of its own text; what has no value is left out', async () => {
  await draw(
    <Facts
      facts={[
        ['City', 'القاهرة'],
        ['Age', 0],
        ['Bio', ''],
        ['Site', undefined],
        ['Since', null],
      ]}
    />,
  )
  expect(
    page
      .getByRole('term')
      .elements()
      .map(term => term.textContent),
  ).toEqual(['City', 'Age'])
  const [city] = page.getByRole('definition').elements()
  expect(city?.textContent).toBe('القاهرة')
  expect(city && getComputedStyle(city).direction).toBe('rtl')
})

test('tiles show the value first and are read out name first', async () => {
  await draw(<Facts tiles facts={[['People', 12]]} />)
  const term = page.getByRole('term').element()
  const value = page.getByRole('definition').element()
  expect(value.getBoundingClientRect().top).toBeLessThan(term.getBoundingClientRect().top)
  expect(term.compareDocumentPosition(value)).toBe(Node.DOCUMENT_POSITION_FOLLOWING)
})
