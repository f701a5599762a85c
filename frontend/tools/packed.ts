// This puts a brotli and a gzip form beside every built file that gets smaller, for servers that do not pack
// themselves.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

const PACKED = /\.(js|css|html|json|svg|webmanifest|txt)$/

export function packed(): Plugin {
  let folder = 'dist'
  return {
    name: 'packed',
    apply: 'build',
    configResolved(config) {
      folder = config.build.outDir
    },
    closeBundle() {
      for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        const path = join(folder, name)
        if (!PACKED.test(name) || !statSync(path).isFile()) continue
        const bytes = readFileSync(path)
        const forms = {
          br: brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
          gz: gzipSync(bytes, { level: 9 }),
        }
        for (const [ending, form] of Object.entries(forms)) {
          if (form.length < bytes.length) writeFileSync(`${path}.${ending}`, form)
        }
      }
    },
  }
}
