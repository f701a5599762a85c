// These tests hold what a slider promises.
import { useState } from 'react'
import { expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { draw } from '../testing'
import { Slider } from './Slider'

const SIZES = [14, 15, 16, 18, 20]

function Held({ told }: { told: (next: number) => void }) {
  const [value, setValue] = useState(16)
  const change = (next: number) => {
    setValue(next)
    told(next)
  }
  return <Slider label="Size" values={SIZES} value={value} onChange={change} />
}

test('keys go from value to value, and the value is what is said', async () => {
  const told = vi.fn()
  await draw(<Held told={told} />)
  const slider = page.getByRole('slider', { name: 'Size' })
  await expect.element(slider).toHaveAttribute('aria-valuetext', '16')
  await userEvent.keyboard('{Tab}{ArrowRight}{ArrowRight}{ArrowRight}')
  await expect.element(slider).toHaveAttribute('aria-valuetext', '20')
  await userEvent.keyboard('{Home}')
  await expect.element(slider).toHaveAttribute('aria-valuetext', '14')
  expect(told.mock.calls).toEqual([[18], [20], [14]])
})

test('a value it does not know stands at the beginning and changes nothing by itself', async () => {
  const told = vi.fn()
  await draw(<Slider label="Size" values={SIZES} value={17} onChange={told} />)
  expect((page.getByRole('slider').element() as HTMLInputElement).value).toBe('0')
  expect(told).not.toHaveBeenCalled()
})
