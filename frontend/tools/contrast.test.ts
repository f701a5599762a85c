// Every pair of colors that meets on the screen is held against WCAG AA: 4.5 for text, 3 for graphics.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const source = readFileSync('src/ui/tokens.css', 'utf8')

function colors(selector: string): Record<string, string> {
  const body = source.slice(source.indexOf(`${selector} {`)).split('}')[0] ?? ''
  return Object.fromEntries(
    [...body.matchAll(/--color-([a-z0-9-]+): (#[0-9a-f]{6})/g)].map(match => [match[1], match[2]]),
  )
}

function light(color: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map(at => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function ratio(one: string, other: string): number {
  const [a = 0, b = 0] = [light(one), light(other)].sort((x, y) => y - x)
  return (a + 0.05) / (b + 0.05)
}

const TEXT = [
  ['text', 'panel'],
  ['text', 'panel-inset'],
  ['text', 'hover'],
  ['text-secondary', 'panel'],
  ['text-secondary', 'panel-inset'],
  ['text-secondary', 'hover'],
  ['text-secondary', 'canvas'],
  ['on-selected', 'selected'],
  ['on-selected-secondary', 'selected'],
  ['text', 'bubble-in'],
  ['text', 'bubble-out'],
  ['meta-in', 'bubble-in'],
  ['meta-out', 'bubble-out'],
  ['link', 'bubble-in'],
  ['link-out', 'bubble-out'],
  ['on-primary', 'primary'],
  ['accent-text', 'panel'],
  ['accent-text', 'hover'],
  ['on-danger', 'danger'],
  ['danger-text', 'panel'],
  ['danger-text', 'hover'],
  ['warn', 'warn-bg'],
  ['success', 'panel'],
  ['on-badge', 'badge'],
  ['on-badge', 'badge-muted'],
  ['on-pill', 'pill'],
  ['text', 'highlight'],
  ...[0, 1, 2, 3, 4, 5].map(n => ['on-avatar', `avatar-${n}`]),
  ...[0, 1, 2, 3, 4, 5, 6, 7].map(n => [`name-${n}`, 'bubble-in']),
]
const GRAPHICS = [
  ['danger', 'panel'],
  ['online', 'panel'],
  ['border-input', 'panel'],
  ['focus', 'panel'],
  ['focus', 'canvas'],
  ['quote-bar', 'bubble-in'],
]

const THEMES = { light: ':root[data-theme="light"]', dark: ':root[data-theme="dark"]' }
const ACCENTS = ['', 'green', 'violet', 'rose']
const cases = Object.entries(THEMES).flatMap(([theme, selector]) =>
  ACCENTS.map(accent => [theme, accent || 'blue', selector, accent] as const),
)

test.each(cases)('%s, %s: every pair can be told apart', (_theme, _name, selector, accent) => {
  const known = { ...colors(selector), ...(accent ? colors(`${selector}[data-accent="${accent}"]`) : {}) }
  const weak = [...TEXT.map(pair => [...pair, 4.5]), ...GRAPHICS.map(pair => [...pair, 3])].flatMap(([a, b, least]) => {
    const found = ratio(known[a as string] ?? '', known[b as string] ?? '')
    return found >= Number(least) ? [] : [`${a} on ${b}: ${found.toFixed(2)}`]
  })
  expect(weak).toEqual([])
})
