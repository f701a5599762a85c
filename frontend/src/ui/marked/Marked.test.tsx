// These tests hold what a text with something found in it promises.
import { expect, test } from 'vitest'
import { draw } from '../testing'
import { Marked } from './Marked'

test('every find is marked and the text stays whole', async () => {
  await draw(
    <p>
      <Marked
        text="tea and more tea"
        ranges={[
          [0, 3],
          [13, 16],
        ]}
      />
    </p>,
  )
  expect([...document.querySelectorAll('mark')].map(mark => mark.textContent)).toEqual(['tea', 'tea'])
  expect(document.querySelector('p')?.textContent).toBe('tea and more tea')
})

test('a text is never read as HTML', async () => {
  await draw(
    <p>
      <Marked text="<b>tea</b>" ranges={[[3, 6]]} />
    </p>,
  )
  expect(document.querySelector('p b')).toBeNull()
  expect(document.querySelector('mark')?.textContent).toBe('tea')
})
