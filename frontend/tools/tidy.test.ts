// The house rules a machine can check about these sources are checked here.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const MOST_LINES = 300
// Catalogues are lists of words, and the types are written by a tool.
const LISTS = /(i18n\/(en|es|ar|ja)\.ts|openapi\.gen\.ts)$/

const files = ['src', 'e2e', 'tools', 'public'].flatMap(folder =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map(name => join(folder, name)),
)
const sources = files.filter(name => /\.(ts|tsx|mjs|js|css)$/.test(name) && !LISTS.test(name))
const read = (name: string) => readFileSync(name, 'utf8')

test('files are short', () => {
  expect(sources.filter(name => read(name).split('\n').length > MOST_LINES)).toEqual([])
})

test('a source opens with what it holds', () => {
  const silent = sources.filter(
    name => /\.(ts|tsx|mjs|js)$/.test(name) && !/\.(test|config)\.ts$/.test(name) && !read(name).startsWith('//'),
  )
  expect(silent).toEqual([])
})

test('styles know no left and right', () => {
  const sided = sources.filter(
    name =>
      name.endsWith('.css') &&
      /(^|[\s-])(left|right)\s*:|text-align:\s*(left|right)|(margin|padding|border)-(left|right)/m.test(
        read(name).replaceAll(/\.left\b/g, ''),
      ),
  )
  expect(sided).toEqual([])
})

test('no page holds HTML that was put together, nor a style or script within it', () => {
  const risky = sources.filter(
    name =>
      name.startsWith('src') &&
      /innerHTML|dangerouslySetInnerHTML|insertAdjacentHTML|document\.write|\bstyle=\{/.test(read(name)),
  )
  expect(risky).toEqual([])
  expect(read('index.html')).not.toMatch(/<style|\sstyle=|<script>|\son[a-z]+=/)
})
