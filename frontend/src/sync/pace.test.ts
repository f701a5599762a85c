import { expect, test } from 'vitest'
import { createPace } from './pace'

function paced() {
  const applied: number[][] = []
  let drawing: (() => void) | undefined
  const pace = createPace<number>({
    beforeDrawing: run => {
      drawing = run
    },
    apply: frames => applied.push([...frames]),
  })
  const draw = () => {
    const run = drawing
    drawing = undefined
    run?.()
  }
  return { applied, draw, ...pace }
}

test('one frame is applied at once, those behind it together before the next drawing', () => {
  const { applied, draw, take } = paced()
  for (const n of [1, 2, 3]) take(n)
  expect(applied).toEqual([[1]])
  draw()
  expect(applied).toEqual([[1], [2, 3]])
  // A drawing has just begun: what comes now belongs to the one after it.
  take(4)
  expect(applied).toEqual([[1], [2, 3]])
  draw()
  expect(applied).toEqual([[1], [2, 3], [4]])
})

test('what waits for a drawing is forgotten with the session', () => {
  const { applied, draw, take, clear } = paced()
  take(1)
  take(2)
  clear()
  draw()
  take(3)
  expect(applied).toEqual([[1], [3]])
})

test('after a drawing without frames the next one is applied at once again', () => {
  const { applied, draw, take } = paced()
  take(1)
  draw()
  take(2)
  expect(applied).toEqual([[1], [2]])
})
