// This puts the emoji picker's data on our own origin: the picker asks for `<base>/<locale>/<file>.json`.
import { readFileSync } from 'node:fs'
import type { Plugin } from 'vite'

const LOCALES = ['en', 'es', 'ja']
const FILES = ['data.json', 'messages.json']
const BASE = 'emoji'

const source = (locale: string, file: string) =>
  readFileSync(new URL(`../node_modules/emojibase-data/${locale}/${file}`, import.meta.url))

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
