// These tests hold the size of functions: one that does not fit on a screen has a second idea in it.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'

const MOST_LINES = 70

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter(name => /\.tsx?$/.test(name) && !/openapi\.gen\.ts$/.test(name))
  .map(name => join('src', name))

/** The name of a function, or where it stands. */
function nameOf(node: ts.FunctionLikeDeclaration): string {
  if (node.name) return node.name.getText()
  return ts.isVariableDeclaration(node.parent) ? node.parent.name.getText() : '(callback)'
}

test(`a function has at most ${MOST_LINES} lines`, () => {
  const long: string[] = []
  let seen = 0
  for (const file of sources) {
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true)
    const visit = (node: ts.Node) => {
      if (ts.isFunctionLike(node) && 'body' in node && node.body) {
        seen += 1
        const line = (at: number) => source.getLineAndCharacterOfPosition(at).line
        const lines = line(node.getEnd()) - line(node.getStart()) + 1
        if (lines > MOST_LINES) long.push(`${file}: ${nameOf(node)} has ${lines} lines`)
      }
      ts.forEachChild(node, visit)
    }
    visit(source)
  }
  expect(seen).toBeGreaterThan(1000)
  expect(long).toEqual([])
}, 60_000)
