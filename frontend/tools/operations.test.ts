// The client can do everything the API can: each operation of openapi.yaml is asked for somewhere in the client, or
// stands below with the reason why people have no use for it.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const NOT_FOR_PEOPLE: Readonly<Record<string, string>> = {
  'POST /api/v1/csp-report': 'the browser itself reports breaches of the policy',
  'GET /api/v1/me': 'every way of signing in answers with it, and changes of it come over the socket',
  'POST /api/v1/chats/{chat_id}/messages': 'messages go over the socket; this one is for programs',
  'GET /api/v1/chats/{chat_id}/messages/{seq}': 'a message is shown among those around it',
  'POST /api/v1/translation': 'texts that are no message; the client translates messages',
  'GET /api/v1/chats/{chat_id}/changes': 'the client asks for many chats at once',
  'GET /api/v1/push/subscriptions': 'this browser knows its own; others end with their session',
  'GET /healthz': 'for monitoring by the operator',
  'GET /readyz': 'for monitoring by the operator',
  'GET /.well-known/jwks.json': 'for programs that check tokens',
}

/** Asked for otherwise than by the typed client. */
const OTHERWISE: Readonly<Record<string, string>> = {
  'GET /api/v1/ws': 'socketUrl(',
  'POST /api/v1/chats/{chat_id}/messages/{seq}/translation': '/messages/{seq}/translation',
  'GET /media/{file_id}': 'picture={',
  'GET /media/{file_id}/thumb/{size}': 'picture={',
  'GET /api/v1/instance/logo': 'setLogo(',
}

function operations(): readonly string[] {
  const found: string[] = []
  let path = ''
  for (const line of readFileSync('../openapi.yaml', 'utf8').split('\n')) {
    const place = /^ {2}(\/\S*):$/.exec(line)
    if (place) path = place[1] ?? ''
    const method = /^ {4}(get|post|put|patch|delete):$/.exec(line)
    if (method && path) found.push(`${method[1]?.toUpperCase()} ${path}`)
    if (line === 'components:') break
  }
  return found
}

function uses(): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const name of readdirSync('src', { recursive: true, encoding: 'utf8' })) {
    if (!/\.tsx?$/.test(name) || name.endsWith('openapi.gen.ts')) continue
    const source = readFileSync(join('src', name), 'utf8')
    for (const [, method, path] of source.matchAll(/api\s*\.(GET|POST|PUT|PATCH|DELETE)\(\s*['`]([^'`]+)['`]/g)) {
      // One call for the address and the number.
      const paths = path?.includes('$' + '{kind}')
        ? ['email', 'phone'].map(kind => path.replace('$' + '{kind}', kind))
        : [path]
      for (const one of paths) found.set(`${method} ${one}`, name)
    }
    for (const [operation, sign] of Object.entries(OTHERWISE)) if (source.includes(sign)) found.set(operation, name)
  }
  return found
}

test('every operation is used, or is on the list of those that are not for people', () => {
  const used = uses()
  const all = operations()
  expect(all.length).toBeGreaterThan(100)
  const missing = all.filter(operation => !used.has(operation) && !(operation in NOT_FOR_PEOPLE))
  expect(missing).toEqual([])
  for (const operation of Object.keys(NOT_FOR_PEOPLE)) {
    expect(all, operation).toContain(operation)
    expect(used.has(operation), `${operation} is used after all`).toBe(false)
  }
})
