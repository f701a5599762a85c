// These tests hold what a tick promises.
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { box, draw } from '../testing'
import { type Reached, Tick } from './Tick'

const STEPS: readonly Reached[] = ['stored', 'delivered', 'read']

test('each step has its name and a shape of its own', async () => {
  const widths: number[] = []
  const drawn: string[] = []
  for (const reached of STEPS) {
    await draw(
      <div data-testid="around">
        <Tick reached={reached} label={reached} />
      </div>,
    )
    await expect.element(page.getByRole('img', { name: reached })).toBeVisible()
    const around = page.getByTestId('around').element()
    widths.push(box(around.firstElementChild as Element).width)
    drawn.push([...around.querySelectorAll('*')].map(part => `${part.tagName} ${part.getAttribute('d')}`).join())
  }
  expect(new Set(drawn).size).toBe(3)
  // What is read differs from what is delivered without any color: it stands on a wider ground.
  expect(widths[2]).toBeGreaterThan(widths[1] ?? Number.NaN)
})
