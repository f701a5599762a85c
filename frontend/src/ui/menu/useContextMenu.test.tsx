// These tests hold how a context menu is asked for.
import { beforeEach, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { draw } from '../testing'
import { useContextMenu } from './useContextMenu'

const open = vi.fn()
const click = vi.fn()
beforeEach(() => {
  open.mockReset()
  click.mockReset()
})

function Thing() {
  return (
    <button type="button" onClick={click} {...useContextMenu(open)}>
      Thing
    </button>
  )
}

const thing = () => page.getByRole('button', { name: 'Thing' }).element()
const wait = (ms: number) => new Promise(done => setTimeout(done, ms))
const pointer = (type: string, more: PointerEventInit = {}) =>
  thing().dispatchEvent(
    new PointerEvent(type, { bubbles: true, pointerType: 'touch', isPrimary: true, clientX: 50, clientY: 20, ...more }),
  )
const clicked = (detail: number) => thing().dispatchEvent(new MouseEvent('click', { bubbles: true, detail }))
const menuEvent = (at: MouseEventInit) =>
  thing().dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true, ...at }))

test('a finger that rests opens it at its place, once, and leaves no click', async () => {
  await draw(<Thing />)
  pointer('pointerdown')
  await wait(300)
  pointer('pointermove', { clientX: 55 })
  expect(open).not.toHaveBeenCalled()
  await wait(250)
  expect(open.mock.calls).toEqual([[{ x: 50, y: 20 }]])
  // Systems that have an event of their own for it send that as well.
  expect(menuEvent({ clientX: 50, clientY: 20 })).toBe(false)
  pointer('pointerup')
  clicked(1)
  expect([open.mock.calls.length, click.mock.calls.length]).toEqual([1, 0])
  pointer('pointerdown')
  pointer('pointerup')
  clicked(1)
  expect(click).toHaveBeenCalledTimes(1)
})

test('a key still works where the click of the finger never came', async () => {
  await draw(<Thing />)
  pointer('pointerdown')
  await wait(550)
  pointer('pointerup')
  clicked(0)
  expect(click).toHaveBeenCalledTimes(1)
})

test('a finger that moves, is lifted, is joined by another or scrolls opens nothing', async () => {
  await draw(<Thing />)
  for (const end of [
    () => pointer('pointermove', { clientY: 40 }),
    () => pointer('pointerup'),
    () => pointer('pointercancel'),
    () => pointer('pointerdown', { isPrimary: false }),
  ]) {
    pointer('pointerdown')
    await wait(100)
    end()
    await wait(500)
  }
  pointer('pointerdown', { pointerType: 'mouse' })
  await wait(600)
  expect(open).not.toHaveBeenCalled()
})

test('the right button opens it at the pointer, the menu key below the middle', async () => {
  await draw(<Thing />)
  expect(menuEvent({ clientX: 7, clientY: 9 })).toBe(false)
  expect(open.mock.calls[0]).toEqual([{ x: 7, y: 9 }])
  menuEvent({ clientX: 0, clientY: 0 })
  const { left, width, bottom } = thing().getBoundingClientRect()
  expect(open.mock.calls[1]).toEqual([{ x: left + width / 2, y: bottom - 8 }])
})
