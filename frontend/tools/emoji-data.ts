// This puts the data of emoji on our own origin. The picker asks for `<base>/<locale>/<file>.json`; the list that offers
// emoji by name has a shorter file, with the names that chats have in common and those of the language.
import { readFileSync } from 'node:fs'
import type { Plugin } from 'vite'

const LOCALES = ['en', 'es', 'ja']
const FILES = ['data.json', 'messages.json', 'names.json']
const BASE = 'emoji'

/** Newer ones are missing in the fonts of many people. */
const NEWEST = 15

const read = (path: string) => readFileSync(new URL(`../node_modules/emojibase-data/${path}`, import.meta.url))
const source = (locale: string, file: string) => (file === 'names.json' ? names(locale) : read(`${locale}/${file}`))

interface Datum {
  readonly emoji: string
  readonly hexcode: string
  readonly label: string
  readonly tags?: readonly string[]
  readonly group?: number
  readonly version: number
}

/** Each emoji with its names, the usual ones first, in the order of the picker. */
function names(locale: string): string {
  type Codes = Record<string, string | string[]>
  const [usual, more] = ['github', 'emojibase'].map(
    set => JSON.parse(String(read(`en/shortcodes/${set}.json`))) as Codes,
  )
  const data = JSON.parse(String(read(`${locale}/data.json`))) as (Datum & { order?: number })[]
  const lines = data
    .filter(({ group, version }) => group !== undefined && version <= NEWEST)
    .sort((a, b) => (a.order ?? 0) - (b.order ?? 0))
    .map(({ emoji, hexcode, label, tags = [] }) => {
      const codes = [usual?.[hexcode], more?.[hexcode]].flat().filter(code => code !== undefined)
      return [emoji, [...new Set(codes)].join(' '), [...new Set([label, ...tags])].join('|')]
    })
  return JSON.stringify(lines)
}

export function emojiData(): Plugin {
  return {
    name: 'emoji-data',
    // The picker's own default is a server of others; its address shall not even be in our files.
    transform(code, id) {
      return id.includes('/frimousse/')
        ? code.replaceAll('https://cdn.jsdelivr.net/npm/emojibase-data', `/${BASE}`)
        : undefined
    },
    generateBundle() {
      for (const locale of LOCALES) {
        for (const file of FILES) {
          this.emitFile({ type: 'asset', fileName: `${BASE}/${locale}/${file}`, source: source(locale, file) })
        }
      }
    },
    configureServer(server) {
      server.middlewares.use(`/${BASE}`, (request, response, next) => {
        const [locale, file] = (request.url ?? '').split('?')[0]?.split('/').slice(1) ?? []
        if (!locale || !file || !LOCALES.includes(locale) || !FILES.includes(file)) return next()
        response.setHeader('Content-Type', 'application/json')
        response.end(source(locale, file))
      })
    },
  }
}
