// Every test of the client that docs/assurance.md names exists under that name.
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '..')

/** The text of every test file, by its name without folders. */
function testFiles() {
  const found = new Map<string, string>()
  for (const folder of ['src', 'e2e', 'tools']) {
    for (const file of readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })) {
      if (!/\.(test|e2e)\.tsx?$/.test(file)) continue
      const name = basename(file)
      found.set(name, (found.get(name) ?? '') + readFileSync(join(ROOT, folder, file), 'utf8'))
    }
  }
  return found
}

/** What a cell of a table cites: a file, and after a colon the beginnings of the names of its tests. */
function* citations(page: string) {
  for (const cell of page.split(/[|\n]/)) {
    let file: string | undefined
    for (const part of cell.split(' · ')) {
      const [, cited, first] = /^\s*`(\S+\.(?:test|e2e)\.tsx?)`:?\s*(.*)/.exec(part) ?? []
      if (cited) file = cited
      else if (part.trim().startsWith('`')) file = undefined
      const title = (cited ? first : part)?.trim()
      if (file) yield { file, title }
    }
  }
}

test('the assurance page cites tests of the client that exist', () => {
  const files = testFiles()
  const cited = [...citations(readFileSync(join(ROOT, '../docs/assurance.md'), 'utf8'))]
  expect(cited.length).toBeGreaterThan(20)
  const missing = cited.filter(({ file, title }) => !files.get(file)?.includes(title ?? ''))
  expect(missing).toEqual([])
})
