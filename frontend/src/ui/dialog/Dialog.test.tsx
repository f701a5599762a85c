// These tests hold what a dialog promises.
import { useState } from 'react'
import { beforeEach, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { draw, focused } from '../testing'
import { Confirm, Dialog, DialogButtons } from './Dialog'

const confirmed = vi.fn()
beforeEach(() => confirmed.mockReset())

function Opening({ kind }: { kind: 'dialog' | 'confirm' }) {
  const [open, setOpen] = useState(false)
  const close = () => setOpen(false)
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        Open
      </button>
      <button type="button">Behind</button>
      {open && kind === 'dialog' && (
        <Dialog title="Add people" onClose={close}>
          <input aria-label="Name" />
          <DialogButtons onClose={close}>
            <button type="button">Add</button>
          </DialogButtons>
        </Dialog>
      )}
      {open && kind === 'confirm' && (
        <Confirm title="Leave" text="Really?" action="Leave now" onConfirm={confirmed} onClose={close} />
      )}
    </>
  )
}

const opener = page.getByRole('button', { name: 'Open' })
const dialog = page.getByRole('dialog')

test('it is named by its title and takes the focus', async () => {
  await draw(<Opening kind="dialog" />)
  await opener.click()
  await expect.element(page.getByRole('dialog', { name: 'Add people' })).toBeVisible()
  expect(dialog.element().contains(focused())).toBe(true)
})

test('Tab never comes to what is behind it', async () => {
  await draw(<Opening kind="dialog" />)
  await opener.click()
  for (let press = 0; press < 8; press += 1) {
    await userEvent.keyboard('{Tab}')
    expect(['Open', 'Behind']).not.toContain(focused()?.textContent)
  }
})

test.each([
  ['Escape', () => userEvent.keyboard('{Escape}')],
  ['Cancel', () => page.getByRole('button', { name: 'Cancel' }).click()],
  ['a click beside it', () => userEvent.click(document.documentElement, { position: { x: 3, y: 3 }, force: true })],
])('%s closes it and the focus goes back to where it came from', async (_, close) => {
  await draw(<Opening kind="dialog" />)
  await opener.click()
  await close()
  await expect.element(dialog).not.toBeInTheDocument()
  await expect.element(opener).toHaveFocus()
})

test('a click inside does not close it', async () => {
  await draw(<Opening kind="dialog" />)
  await opener.click()
  await page.getByLabelText('Name').click()
  await page.getByRole('heading', { name: 'Add people' }).click()
  await expect.element(dialog).toBeVisible()
})

test('what is asked is done once it is confirmed, and not when it is canceled', async () => {
  await draw(<Opening kind="confirm" />)
  await opener.click()
  await expect.element(page.getByText('Really?')).toBeVisible()
  await page.getByRole('button', { name: 'Cancel' }).click()
  expect(confirmed).not.toHaveBeenCalled()
  await opener.click()
  await page.getByRole('button', { name: 'Leave now' }).click()
  expect(confirmed).toHaveBeenCalledTimes(1)
  await expect.element(dialog).not.toBeInTheDocument()
})
