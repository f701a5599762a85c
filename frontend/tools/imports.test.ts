// These tests know which source uses which: no circle is among them, and the modules of the synchronization hold no
// state.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'

const SOURCE = /\.tsx?$/
const NOT_PRODUCT = /\.test\.tsx?$|openapi\.gen\.ts$/

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map(name => join('src', name))
  .filter(name => SOURCE.test(name) && !NOT_PRODUCT.test(name))
const parsed = new Map(
  files.map(name => [name, ts.createSourceFile(name, readFileSync(name, 'utf8'), ts.ScriptTarget.Latest, true)]),
)

/** The file a module name means, if it is one of ours. */
function resolve(from: string, name: string): string | undefined {
  const path = name.startsWith('@/') ? join('src', name.slice(2)) : normalize(join(dirname(from), name))
  return ['.ts', '.tsx', '/index.ts', ''].map(ending => path + ending).find(file => parsed.has(file))
}

/** Types are left out: they are gone when the program runs, and so is a circle of them. */
function imports(name: string): readonly string[] {
  const found: string[] = []
  for (const statement of parsed.get(name)?.statements ?? []) {
    const isImport = ts.isImportDeclaration(statement)
    if (!isImport && !ts.isExportDeclaration(statement)) continue
    if (isImport ? statement.importClause?.isTypeOnly : statement.isTypeOnly) continue
    if (!statement.moduleSpecifier || !ts.isStringLiteral(statement.moduleSpecifier)) continue
    const file = resolve(name, statement.moduleSpecifier.text)
    if (file) found.push(file)
  }
  return found
}

/** The first way that comes back to where it began. */
function circle(names: readonly string[]): readonly string[] {
  const done = new Set<string>()
  const visit = (name: string, way: readonly string[]): readonly string[] => {
    if (way.includes(name)) return [...way.slice(way.indexOf(name)), name]
    if (done.has(name)) return []
    for (const next of imports(name)) {
      const found = visit(next, [...way, name])
      if (found.length) return found
    }
    done.add(name)
    return []
  }
  for (const name of names) {
    const found = visit(name, [])
    if (found.length) return found
  }
  return []
}

test('no source comes back to itself by what it imports', () => {
  expect(files.length).toBeGreaterThan(100)
  expect(files.flatMap(imports).length).toBeGreaterThan(300)
  expect(circle(files)).toEqual([])
})

const MUTABLE = /^(Map|Set|WeakMap|WeakSet|Array)$/

function isMutable(value: ts.Expression | undefined): boolean {
  if (!value) return false
  if (ts.isNewExpression(value)) return MUTABLE.test(value.expression.getText())
  if (ts.isArrayLiteralExpression(value)) return true
  // A record of functions has nothing to change; one of values may.
  return ts.isObjectLiteralExpression(value) && value.properties.some(holdsValue)
}

function holdsValue(property: ts.ObjectLiteralElementLike): boolean {
  if (!ts.isPropertyAssignment(property)) return false
  return !ts.isArrowFunction(property.initializer) && !ts.isFunctionExpression(property.initializer)
}

test('the modules of the synchronization hold no state: everything is created', () => {
  const sync = files.filter(name => name.startsWith('src/sync/') && !name.startsWith('src/sync/browser/'))
  expect(sync.length).toBeGreaterThan(15)
  const stateful: string[] = []
  for (const name of sync)
    for (const statement of parsed.get(name)?.statements ?? []) {
      if (!ts.isVariableStatement(statement)) continue
      const constant = (statement.declarationList.flags & ts.NodeFlags.Const) !== 0
      for (const { name: of, initializer } of statement.declarationList.declarations)
        if (!constant || isMutable(initializer)) stateful.push(`${name}: ${of.getText()}`)
    }
  expect(stateful).toEqual([])
})
