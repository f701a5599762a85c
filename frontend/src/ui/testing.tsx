// Component tests stand on this: the page as the application makes it, with its looks and its English words, and one
// component drawn into it. No product code imports this.
import './tokens.css'
import './base.css'
import { act, type ReactNode } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach } from 'vitest'
import { memoryLocation } from 'wouter/memory-location'
import { entryWords, pageWords, speak } from '@/i18n'
import { Router, usePath } from '@/lib/router'

/** Only drawing is waited for by `act`; between two drawings components run as they do in the application. */
export async function acting(work: () => void | Promise<void>) {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })
  await act(async () => work())
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: false })
}

let root: Root | undefined
let place = memoryLocation()

afterEach(async () => {
  await acting(() => root?.unmount())
  root = undefined
  document.body.replaceChildren()
  document.documentElement.dir = 'ltr'
})

/** Where the router is. */
const Place = () => <p data-testid="place">{usePath()}</p>

/** Draws it anew, in place of what was drawn before. */
export async function draw(children: ReactNode) {
  if (!root) {
    await speak('en')
    await Promise.all([pageWords(), entryWords()])
    document.documentElement.dir = 'ltr'
    const element = document.body.appendChild(document.createElement('div'))
    root = createRoot(element)
    place = memoryLocation({ path: '/here' })
  }
  await acting(() =>
    root?.render(
      <Router hook={place.hook}>
        {children}
        <Place />
      </Router>,
    ),
  )
}

/** Text runs from right to left, as with Arabic. */
export const rightToLeft = () => {
  document.documentElement.dir = 'rtl'
}

export const focused = () => document.activeElement
export const box = (element: Element) => element.getBoundingClientRect()
