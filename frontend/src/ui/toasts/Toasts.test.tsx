// These tests hold what a toast promises.
import { expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { acting, draw } from '../testing'
import { Toasts, toast } from './Toasts'

test('they are read out, at most three at a time, and go by themselves', async () => {
  vi.useFakeTimers()
  try {
    await draw(<Toasts />)
    await acting(() => {
      for (const text of ['one', 'two', 'three', 'four']) toast(text)
    })
    const texts = () => [...page.getByRole('status').element().children].map(child => child.textContent)
    expect(texts()).toEqual(['two', 'three', 'four'])
    await acting(() => void vi.advanceTimersByTime(5000))
    expect(texts()).toEqual([])
  } finally {
    vi.useRealTimers()
  }
})

test('one that offers to take something back stays longer, and goes once it was taken', async () => {
  vi.useFakeTimers()
  try {
    const undo = vi.fn()
    await draw(<Toasts />)
    await acting(() => toast('Archived', { text: 'Undo', run: undo }))
    await acting(() => void vi.advanceTimersByTime(6000))
    const button = page.getByRole('button', { name: 'Undo' })
    expect(getComputedStyle(button.element()).pointerEvents).toBe('auto')
    await acting(() => (button.element() as HTMLElement).click())
    expect(undo).toHaveBeenCalledTimes(1)
    expect(page.getByRole('button', { name: 'Undo' }).elements()).toEqual([])
  } finally {
    vi.useRealTimers()
  }
})

test('they lie over the page and let presses through', async () => {
  await draw(<Toasts />)
  expect(getComputedStyle(page.getByRole('status').element()).pointerEvents).toBe('none')
})
