// Questions to the server are asked in one place: no component knows the API client, and no key of an answer is written
// down twice.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { keys } from '../src/server/keys'

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter(name => /\.tsx?$/.test(name) && !name.endsWith('openapi.gen.ts'))
  .map(name => ({ name, text: readFileSync(join('src', name), 'utf8') }))

test('only the questions to the server and the synchronization use the API client', () => {
  const CLIENT = /import \{[^}]*\b(api|ask)\b[^}]*\} from '[^']*\/http'/
  const users = sources.filter(({ text }) => CLIENT.test(text)).map(({ name }) => name)
  expect(users.length).toBeGreaterThan(5)
  expect(users.filter(name => !/^(server|sync)\//.test(name))).toEqual([])
})

test('a key of an answer is written down in one file', () => {
  const literal = sources.filter(({ text }) => /queryKey: \[|set(Query|Queries)Data\(\s*\[/.test(text))
  expect(literal.map(({ name }) => name)).toEqual([])
})

test('keys are words of one form, and none stands for two kinds of answer', () => {
  const made = Object.values(keys).map(key =>
    typeof key === 'function' ? (key as (...of: string[]) => readonly string[])('1', '2', '3') : key,
  )
  const texts = made.map(key => key.join('/'))
  expect(new Set(texts).size).toBe(texts.length)
  for (const [word] of made) expect(word).toMatch(/^[a-z]+(-[a-z]+)*$/)
})
