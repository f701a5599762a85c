// Every pair of colors that meets on the screen is held against WCAG AA, in six accents and two themes: 4.5 for text,
// 3 for graphics. Colors are written in OKLCH; what a screen cannot show is clipped here as the browser clips it.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ACCENTS } from '@/store/preferences'

const source = readFileSync('src/ui/tokens.css', 'utf8')

type Rgb = [number, number, number]

/** The colors of a block, by their names. */
function colors(selector: string): Record<string, string> {
  const body = source.slice(source.indexOf(`${selector} {`)).split('\n}')[0] ?? ''
  return Object.fromEntries(
    [...body.matchAll(/--color-([a-z0-9-]+): oklch\(([^;]+)\);/g)].map(match => [match[1], match[2] ?? '']),
  )
}

function hueOf(accent: string): number {
  const found = source.match(new RegExp(`\\[data-accent="${accent}"\\] \\{\\s+--h: (\\d+);`))
  return Number(found?.[1])
}

/** Linear light, from "0.45 0.118 var(--h)" and the hue of the accent. */
function linear(color: string, hue: number): Rgb {
  const plain = color.replace(/calc\(var\(--h\) \+ (\d+)\)/, (_, more) => String(hue + Number(more)))
  const [l = Number.NaN, chroma = 0, angle = 0] = plain.replace('var(--h)', String(hue)).split(' ').map(Number)
  const a = chroma * Math.cos((angle * Math.PI) / 180)
  const b = chroma * Math.sin((angle * Math.PI) / 180)
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const middle = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3
  const rgb: Rgb = [
    4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * middle + 1.707614701 * short,
  ]
  return rgb.map(part => Math.min(1, Math.max(0, part))) as Rgb
}

const luminance = ([r, g, b]: Rgb) => 0.2126 * r + 0.7152 * g + 0.0722 * b

function ratio(one: Rgb, other: Rgb): number {
  const [a = 0, b = 0] = [luminance(one), luminance(other)].sort((x, y) => y - x)
  return (a + 0.05) / (b + 0.05)
}

const ALL = 'canvas pattern panel panel-inset hover selected tint bubble-out'
const NUMBERS = [0, 1, 2, 3, 4, 5, 6, 7]
const TEXT: readonly (readonly [text: string, on: string])[] = [
  ['text', `${ALL} tint-strong bubble-in highlight`],
  ['text-secondary', ALL],
  ['accent-text', `${ALL} tint-strong bubble-in pill`],
  ['link', 'canvas panel bubble-in bubble-out tint pill'],
  ['on-primary', 'primary primary-hover badge-muted'],
  ['meta-in', 'bubble-in'],
  ['meta-out', 'bubble-out'],
  ['on-pill', 'pill'],
  ['on-toast', 'toast'],
  ['slip-text', 'slip slip-inset'],
  ['slip-text-secondary', 'slip slip-inset'],
  ['on-slip-edge', 'slip-edge'],
  ['removed', 'removed-bg slip panel'],
  ['added', 'added-bg slip panel'],
  ['on-danger', 'danger'],
  ['danger-text', 'panel panel-inset hover bubble-in bubble-out selected'],
  ['success', 'panel panel-inset bubble-in'],
  ['warn', 'warn-bg panel'],
  ...NUMBERS.map(n => [`name-${n}`, 'bubble-in panel'] as const),
  ...NUMBERS.slice(0, 6).map(n => ['on-avatar', `avatar-${n}`] as const),
]
const GRAPHICS: readonly (readonly [graphic: string, on: string])[] = [
  ['border-input', 'panel panel-inset'],
  ['danger', 'panel'],
  ['online', 'panel'],
  ['focus', 'panel canvas bubble-out selected slip'],
  ['accent-text', 'selected panel'],
]

const THEMES = { light: '[data-theme="light"]', dark: '[data-theme="dark"]' }
const pairs = [
  ...TEXT.map(([of, on]) => [of, on, 4.5] as const),
  ...GRAPHICS.map(([of, on]) => [of, on, 3] as const),
].flatMap(([of, on, least]) => on.split(' ').map(below => [of, below, least] as const))
const cases = Object.keys(THEMES).flatMap(theme => ACCENTS.map(accent => [theme, accent] as const))

test.each(cases)('%s, %s: every pair can be told apart', (theme, accent) => {
  const hue = hueOf(accent)
  const known = { ...colors(THEMES.light), ...(theme === 'dark' ? colors(THEMES.dark) : {}) }
  const weak = pairs.flatMap(([of, on, least]) => {
    const found = ratio(linear(known[of] ?? '', hue), linear(known[on] ?? '', hue))
    return found >= least ? [] : [`${of} on ${on}: ${found.toFixed(2)}`]
  })
  expect(weak).toEqual([])
})

test('a measure or color that a style asks for is defined', () => {
  const styles = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.css'))
    .map(name => readFileSync(join('src', name), 'utf8'))
    .join('\n')
  const defined = new Set([...styles.matchAll(/(--[a-z0-9-]+):/g)].map(match => match[1]))
  // What has a second value after a comma does without.
  const asked = new Set([...styles.matchAll(/var\((--[a-z0-9-]+)\)/g)].map(match => match[1]))
  expect([...asked].filter(name => !defined.has(name))).toEqual([])
})
