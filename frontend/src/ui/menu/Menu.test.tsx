// These tests hold what a menu promises.
import { beforeEach, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { box, draw, focused, rightToLeft } from '../testing'
import { Menu, MenuButton } from './Menu'

const run = vi.fn()
beforeEach(() => run.mockReset())

const items = [
  { text: 'Pin', run: () => run('pin') },
  { text: 'Mute', run: () => run('mute') },
  { text: 'Mark as read', run: () => run('read') },
  { text: 'Leave', danger: true, count: 3, run: () => run('leave') },
]
const opener = page.getByRole('button', { name: 'More' })
const menu = page.getByRole('menu')
const shown = () => focused()?.textContent

async function open() {
  await draw(<MenuButton label="More" icon={<svg />} items={items} />)
  await userEvent.keyboard('{Tab}{Enter}')
  await expect.element(page.getByRole('menu', { name: 'More' })).toBeVisible()
}

test('its button says that there is a menu and whether it is open', async () => {
  await draw(<MenuButton label="More" icon={<svg />} items={items} />)
  await expect.element(opener).toHaveAttribute('aria-haspopup', 'menu')
  await expect.element(opener).toHaveAttribute('aria-expanded', 'false')
  await opener.click()
  await expect.element(opener).toHaveAttribute('aria-expanded', 'true')
})

test('arrows go round, Home and End go to the ends', async () => {
  await open()
  expect(shown()).toBe('Pin')
  const seen: unknown[] = []
  for (const key of ['{ArrowDown}', '{ArrowUp}', '{ArrowUp}', '{ArrowDown}', '{End}', '{Home}']) {
    await userEvent.keyboard(key)
    seen.push(shown())
  }
  expect(seen).toEqual(['Mute', 'Pin', 'Leave3', 'Pin', 'Leave3', 'Pin'])
})

test('letters go to the item they begin', async () => {
  await open()
  await userEvent.keyboard('ma')
  expect(shown()).toBe('Mark as read')
})

test('Enter does what the item says, closes the menu and gives the focus back', async () => {
  await open()
  await userEvent.keyboard('{ArrowDown}{Enter}')
  expect(run.mock.calls).toEqual([['mute']])
  await expect.element(menu).not.toBeInTheDocument()
  await expect.element(opener).toHaveFocus()
})

test('Escape closes it without doing anything and gives the focus back', async () => {
  await open()
  await userEvent.keyboard('{Escape}')
  await expect.element(menu).not.toBeInTheDocument()
  await expect.element(opener).toHaveFocus()
  expect(run).not.toHaveBeenCalled()
})

test('at any edge the whole menu is in view', async () => {
  for (const at of [
    { x: innerWidth, y: innerHeight },
    { x: -50, y: -50 },
  ]) {
    await draw(<Menu label="More" items={items} at={at} onClose={() => undefined} />)
    const { left, top, right, bottom } = box(menu.element())
    expect([left >= 0, top >= 0, right <= innerWidth, bottom <= innerHeight]).toEqual([true, true, true, true])
  }
})

test('where it is higher than the window it scrolls, and arrows reach its ends', async () => {
  const long = Array.from({ length: 40 }, (_, n) => ({ text: `Item ${n}`, run: () => undefined }))
  await draw(<Menu label="More" items={long} at={{ x: 10, y: innerHeight - 5 }} onClose={() => undefined} />)
  const whole = box(menu.element())
  expect([whole.top >= 0, whole.bottom <= innerHeight]).toEqual([true, true])
  await userEvent.keyboard('{End}')
  expect(shown()).toBe('Item 39')
  expect(box(focused() as Element).bottom).toBeLessThanOrEqual(innerHeight)
})

test('from right to left it opens to the left of its point, and its button gives it its own end', async () => {
  await draw(<MenuButton label="More" icon={<svg />} items={items} />)
  rightToLeft()
  await opener.click()
  const end = Math.min(box(opener.element()).right, innerWidth - 8)
  expect(Math.round(box(menu.element()).right)).toBe(Math.round(end))
})

test('a press beside it closes it, and one inside does not', async () => {
  const close = vi.fn()
  await draw(<Menu label="More" items={items} at={{ x: 10, y: 10 }} onClose={close} />)
  menu.element().dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }))
  expect(close).not.toHaveBeenCalled()
  document.body.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }))
  expect(close).toHaveBeenCalledTimes(1)
})

test('sideways arrows go along the emoji, which are one line above the items', async () => {
  const quick = { emoji: ['1', '2', '3'], pick: () => undefined, more: () => undefined, moreText: 'More emoji' }
  await draw(<Menu label="More" items={items} at={{ x: 10, y: 10 }} quick={quick} onClose={() => undefined} />)
  const seen: unknown[] = []
  for (const key of ['Right', 'Right', 'Right', 'Right', 'Left', 'Left', 'Down', 'Right', 'Up', 'Up']) {
    await userEvent.keyboard(`{Arrow${key}}`)
    seen.push(shown())
  }
  expect(seen).toEqual(['2', '3', '', '1', '', '3', 'Pin', 'Pin', '1', 'Leave3'])
})

test('an emoji of the quick row is picked and closes the menu', async () => {
  const [pick, close] = [vi.fn(), vi.fn()]
  const more = vi.fn()
  const quick = { emoji: ['👍', '❤️'], pick, more, moreText: 'More emoji' }
  await draw(<Menu label="Message" items={items} at={{ x: 10, y: 10 }} quick={quick} onClose={close} />)
  await page.getByRole('menuitem', { name: '❤️' }).click()
  expect(pick).toHaveBeenCalledWith('❤️')
  expect(close).toHaveBeenCalled()
})
