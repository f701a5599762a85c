// These tests hold what the boxes of a page promise.
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { box, draw, rightToLeft } from '../testing'
import { Actions, Hero, Line, navClass, Section, Stack } from './Layout'

test('a section is a heading of the second level, a line an item of its list', async () => {
  await draw(
    <>
      <Section title="Members" />
      <ul>
        <Line>Ada</Line>
      </ul>
    </>,
  )
  await expect.element(page.getByRole('heading', { level: 2, name: 'Members' })).toBeVisible()
  await expect.element(page.getByRole('listitem')).toHaveTextContent('Ada')
})

test('a stack goes down, actions and lines go in the direction of the text', async () => {
  await draw(
    <>
      <Stack>
        <p>one</p>
        <p>two</p>
      </Stack>
      <ul>
        <Line>
          <span>begin</span>
          <span>end</span>
        </Line>
      </ul>
      <Actions>
        <span>first</span>
        <span>second</span>
      </Actions>
    </>,
  )
  const at = (text: string) => box(page.getByText(text).element())
  expect(at('one').bottom).toBeLessThanOrEqual(at('two').top)
  expect(at('begin').left).toBeLessThan(at('end').left)
  expect(at('first').left).toBeLessThan(at('second').left)
  rightToLeft()
  expect(at('begin').left).toBeGreaterThan(at('end').left)
  expect(at('first').left).toBeGreaterThan(at('second').left)
})

test('the rows of a navigation are large enough for a finger', async () => {
  await draw(
    <nav className={navClass}>
      <Hero>
        <h2>Ada</h2>
      </Hero>
      <a href="#there">There</a>
    </nav>,
  )
  expect(box(page.getByRole('link').element()).height).toBeGreaterThanOrEqual(40)
})
