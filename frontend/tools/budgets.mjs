// A first visit loads no more than these budgets allow: counted from the build's manifest, gzipped. No built file asks
// anything of another host either.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const LIMITS = { 'way in, JS': 105, 'chat view, JS': 150, 'chat view, CSS': 15, 'any later chunk': 40 }
const manifest = JSON.parse(readFileSync('dist/.vite/manifest.json', 'utf8'))
const size = file => gzipSync(readFileSync(join('dist', file)), { level: 9 }).length / 1000

/** What comes with an entry: itself and everything it imports at once. */
function eager(...keys) {
  const found = new Set()
  const visit = key => {
    if (found.has(key)) return
    found.add(key)
    for (const next of manifest[key].imports ?? []) visit(next)
  }
  keys.forEach(visit)
  return [...found]
}
const js = keys => keys.reduce((sum, key) => sum + size(manifest[key].file), 0)
const css = keys =>
  [...new Set(keys.flatMap(key => manifest[key].css ?? []))].reduce((sum, file) => sum + size(file), 0)

const words = 'src/i18n/en.ts'
const wayIn = eager('index.html', words, 'src/features/onboarding/Onboarding.tsx', 'src/i18n/entry/en.ts')
const chat = eager('index.html', words, 'src/app/SignedIn.tsx')
const later = Object.keys(manifest).filter(key => manifest[key].file.endsWith('.js') && !chat.includes(key))
const seen = {
  'way in, JS': js(wayIn),
  'chat view, JS': js(chat),
  'chat view, CSS': css(chat),
  'any later chunk': Math.max(...later.map(key => size(manifest[key].file))),
}
let over = false
for (const [name, limit] of Object.entries(LIMITS)) {
  const good = seen[name] <= limit
  if (!good) over = true
  console.log(`${name.padEnd(16)} ${seen[name].toFixed(1).padStart(6)} kB of ${limit}${good ? '' : '  TOO MUCH'}`)
}

// Addresses that are names, not requests: namespaces, and where a library's errors are explained.
const NAMES = /^https?:\/\/(www\.w3\.org|react\.dev|reactjs\.org|github\.com)\b/
const elsewhere = new Map()
for (const name of readdirSync('dist', { recursive: true, encoding: 'utf8' })) {
  if (!/\.(js|css|html|webmanifest)$/.test(name)) continue
  for (const [address] of readFileSync(join('dist', name), 'utf8').matchAll(/https?:\/\/[a-z0-9.-]+\.[a-z]+/g))
    if (!NAMES.test(address)) elsewhere.set(address, name)
}
for (const [address, name] of elsewhere) console.log(`${name} names ${address}`)
process.exitCode = over || elsewhere.size > 0 ? 1 : 0
