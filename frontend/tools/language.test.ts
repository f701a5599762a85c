// These tests hold docs/language.md in the client: one word for one thing, and no pronoun that leaves a reader guessing.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'

const files = ['src', 'e2e', 'tools', 'public'].flatMap(folder =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map(name => join(folder, name)),
)
const GENERATED = /openapi\.gen\.ts$/
const scripts = files.filter(name => /\.(ts|tsx|mjs|js)$/.test(name) && !GENERATED.test(name))
const styles = files.filter(name => name.endsWith('.css'))
const read = (name: string) => readFileSync(name, 'utf8')

// This file names the words it forbids.
const SELF = join('tools', 'language.test.ts')
/** A person is "they", "the other person", "the sender", "the member". */
const PRONOUNS = /\b(he|his|him|himself|whoever|whomever|somebody|nobody|anybody|oneself)\b/gi
/** Words another one stands for in the glossary. */
const PICTURES = /\b(knock|knocks|notices?|colours?|behaviour|neighbours?|keepsakes?|whilst)\b/gi

/** The comments of a source, as the compiler finds them. */
function comments(text: string): string {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, false, ts.LanguageVariant.JSX, text)
  const found: string[] = []
  for (let kind = scanner.scan(); kind !== ts.SyntaxKind.EndOfFileToken; kind = scanner.scan())
    if (kind === ts.SyntaxKind.SingleLineCommentTrivia || kind === ts.SyntaxKind.MultiLineCommentTrivia)
      found.push(scanner.getTokenText())
  return found.join('\n')
}
/** Words in quotes: what people read, and the titles of tests. */
const quoted = (text: string) => [...text.matchAll(/'[^'\n]* [^'\n]*'|"[^"\n]* [^"\n]*"/g)].join('\n')
const words = (name: string) => (name.endsWith('.css') ? read(name) : `${comments(read(name))}\n${quoted(read(name))}`)

test('a person is named, or is "they"', () => {
  const found = [...scripts, ...styles]
    .filter(name => name !== SELF && !/i18n\/(.*\/)?(es|ja|ar)\.ts$/.test(name))
    .flatMap(name => [...words(name).matchAll(PRONOUNS)].map(([word]) => `${name}: ${word}`))
  expect(found).toEqual([])
}, 60_000)

test('a thing has the word of the glossary', () => {
  const found = scripts
    .filter(name => name !== SELF && !/i18n\/(.*\/)?(es|ja|ar)\.ts$/.test(name))
    .flatMap(name => [...comments(read(name)).matchAll(PICTURES)].map(([word]) => `${name}: ${word}`))
  expect(found).toEqual([])
}, 60_000)

test('the first sentence of a head has a subject and a verb', () => {
  const QUESTION = /^\/\/ (What|Who|Whom|Whose|How|Where|Whether|Which|When|Why)\b(?![^.]*,)/
  const found = scripts.filter(name => QUESTION.test(read(name)))
  expect(found).toEqual([])
}, 60_000)
