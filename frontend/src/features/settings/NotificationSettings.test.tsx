// A page of choices turns a switch before its click is over, and turns it back if the server rejects the choice.
import { QueryClientProvider } from '@tanstack/react-query'
import { afterEach, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { createQueryClient } from '@/server/client'
import { draw } from '@/ui/testing'
import { Toasts } from '@/ui/toasts/Toasts'
import { NotificationSettings } from './NotificationSettings'

const SETTINGS = { push_enabled: true, push_content: true, sound: true, quiet_hours: null }

/** Answers the page's questions; `store` answers what a switch asks for. */
function serve(store: (body: unknown) => Response) {
  vi.stubGlobal('fetch', async (request: Request) =>
    request.method === 'PUT' ? store(await request.json()) : Response.json(SETTINGS),
  )
}

const drawPage = () =>
  draw(
    <QueryClientProvider client={createQueryClient()}>
      <NotificationSettings />
      <Toasts />
    </QueryClientProvider>,
  )

/** What a switch shows when React has handled a click on it and nothing else has run yet. */
function afterClick() {
  const shown: boolean[] = []
  const look = ({ target }: Event) => {
    if (target instanceof HTMLInputElement) shown.push(target.checked)
  }
  addEventListener('click', look)
  cleanUp = () => removeEventListener('click', look)
  return shown
}
let cleanUp = () => {}

afterEach(() => {
  cleanUp()
  vi.unstubAllGlobals()
})

test('a switch is turned when its click is over', async () => {
  serve(body => Response.json(body))
  await drawPage()
  const shown = afterClick()
  const sound = page.getByRole('switch', { name: 'Sound' })
  await expect.element(sound).toBeChecked()
  await sound.click()
  await expect.element(sound).not.toBeChecked()
  await sound.click()
  await expect.element(sound).toBeChecked()
  expect(shown).toEqual([false, true])
})

test('of two choices on their way the later one is stored last, and shown', async () => {
  const stored: boolean[] = []
  let answer = () => {}
  const held = new Promise<void>(resolve => {
    answer = resolve
  })
  vi.stubGlobal('fetch', async (request: Request) => {
    if (request.method !== 'PUT') return Response.json(SETTINGS)
    const body = await request.json()
    stored.push(body.sound)
    if (stored.length === 1) await held
    return Response.json(body)
  })
  await drawPage()
  const sound = page.getByRole('switch', { name: 'Sound' })
  await sound.click()
  await sound.click()
  await expect.element(sound).toBeChecked()
  expect(stored).toEqual([false])
  answer()
  await expect.poll(() => stored).toEqual([false, true])
  await expect.element(sound).toBeChecked()
})

test('the hours of quiet are there when their switch is turned', async () => {
  serve(body => Response.json(body))
  await drawPage()
  const shown = afterClick()
  await page.getByRole('switch', { name: 'Quiet hours' }).click()
  await expect.element(page.getByLabelText('From')).toHaveValue('22:00')
  expect(shown).toEqual([true])
})

test('a choice that is rejected is taken back and says why', async () => {
  serve(() => Response.json({ code: 'validation_failed', status: 422 }, { status: 422 }))
  await drawPage()
  const sound = page.getByRole('switch', { name: 'Sound' })
  await sound.click()
  await expect.element(page.getByRole('status')).not.toBeEmptyDOMElement()
  await expect.element(sound).toBeChecked()
})
