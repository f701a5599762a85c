// Tests run a real server: the binary with its own data folder. Where PARLANCE_DIST names a folder, a little server
// before it gives that folder's files with the headers of the binary (a binary built elsewhere has files of its own).
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { request as ask, createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'

const BINARY = process.env.PARLANCE_BINARY ?? '../target/debug/parlance'
const DIST = process.env.PARLANCE_DIST
const KINDS: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

export interface Server {
  readonly url: string
  readonly data: string
  /** The newest code that was sent to a person. */
  code(to: string): Promise<string>
  /** A command of the operator's, beside the running server. */
  command(...words: string[]): string
  stop(): Promise<void>
}

type Settings = Record<string, string>

/** Further settings may depend on where the server will be. */
export async function startServer(more: Settings | ((url: string) => Promise<Settings>) = {}): Promise<Server> {
  const data = mkdtempSync(join(tmpdir(), 'parlance-e2e-'))
  const front = DIST ? await before(DIST) : undefined
  const port = await freePort()
  const url = `http://127.0.0.1:${front?.port ?? port}`
  const environment = typeof more === 'function' ? await more(url) : more
  const child = spawn(BINARY, ['serve'], {
    cwd: data,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      PARLANCE_LISTEN: `127.0.0.1:${port}`,
      PARLANCE_DATA_DIR: data,
      PARLANCE_LIMITS_SCALE: '1000',
      ...(front ? { PARLANCE_ALLOWED_ORIGINS: url } : {}),
      ...environment,
    },
  })
  let said = ''
  child.stdout.on('data', chunk => {
    said = (said + chunk).slice(-4000)
  })
  child.stderr.on('data', chunk => {
    said = (said + chunk).slice(-4000)
  })
  await until(async () => {
    if (child.exitCode !== null) throw new Error(`the server ended: ${said}`)
    return (await fetch(`http://127.0.0.1:${port}/readyz`)).ok
  })
  front?.serve(port)
  return {
    url,
    data,
    code: to => sentCode(data, to),
    command: (...words) =>
      execFileSync(BINARY, words, {
        cwd: data,
        encoding: 'utf8',
        env: { PATH: process.env.PATH, PARLANCE_DATA_DIR: data, ...environment },
      }),
    async stop() {
      await end(child)
      front?.close()
      rmSync(data, { recursive: true, force: true })
    },
  }
}

async function sentCode(data: string, to: string): Promise<string> {
  const folder = join(data, 'outbox')
  let found = ''
  await until(async () => {
    const names = existsSync(folder) ? readdirSync(folder).sort() : []
    for (const name of names) {
      const sent: { to?: string; code?: string } = JSON.parse(readFileSync(join(folder, name), 'utf8'))
      if (sent.to === to && sent.code) found = sent.code
    }
    return found !== ''
  })
  return found
}

export async function until(holds: () => Promise<boolean>, limit = 20_000): Promise<void> {
  const end = Date.now() + limit
  let fault: unknown
  while (Date.now() < end) {
    try {
      if (await holds()) return
    } catch (caught) {
      fault = caught
      if (caught instanceof Error && caught.message.startsWith('the server ended')) throw caught
    }
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  throw new Error(`it did not come true in ${limit} ms ${fault ?? ''}`)
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise(resolve => server.close(resolve))
  return port
}

async function end(child: ChildProcess) {
  if (child.exitCode !== null) return
  const gone = new Promise(resolve => child.once('exit', resolve))
  child.kill('SIGINT')
  const timer = setTimeout(() => child.kill('SIGKILL'), 10_000)
  await gone
  clearTimeout(timer)
}

/** Our files under the binary's policy; everything else, sockets included, goes through to it. */
async function before(dist: string) {
  let target = 0
  let headers: Record<string, string> = {}
  const pass = (request: IncomingMessage, response: ServerResponse) => {
    const onward = ask(
      { host: '127.0.0.1', port: target, path: request.url, method: request.method, headers: request.headers },
      answer => {
        response.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(response)
      },
    )
    onward.on('error', () => response.destroy())
    request.pipe(onward)
  }
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://x').pathname
    if (/^\/(api|media|healthz|readyz|openapi)/.test(path)) return pass(request, response)
    const name = join(dist, path)
    const file = path !== '/' && existsSync(name) && extname(name) ? name : join(dist, 'index.html')
    if (path.startsWith('/assets/') && file !== name) {
      response.writeHead(404).end()
      return
    }
    response.writeHead(200, { ...headers, 'Content-Type': KINDS[extname(file)] ?? 'application/octet-stream' })
    response.end(readFileSync(file))
  })
  server.on('upgrade', (request, socket, head) => {
    const onward = connect(target, '127.0.0.1', () => {
      onward.write(`${request.method} ${request.url} HTTP/1.1\r\n`)
      for (let at = 0; at < request.rawHeaders.length; at += 2)
        onward.write(`${request.rawHeaders[at]}: ${request.rawHeaders[at + 1]}\r\n`)
      onward.write('\r\n')
      onward.write(head)
      onward.pipe(socket)
      socket.pipe(onward)
    })
    onward.on('error', () => socket.destroy())
    socket.on('error', () => onward.destroy())
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    serve(port: number) {
      target = port
      headers = {
        'Content-Security-Policy': policy(`127.0.0.1:${(server.address() as AddressInfo).port}`),
        'Cache-Control': 'no-cache',
      }
    },
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** The policy as the source of the server has it. */
function policy(host: string): string {
  const source = readFileSync('../crates/api/src/spa/policy.rs', 'utf8')
  const list = /const RULES[^=]*= \[([^;]*?)\];/.exec(source)?.[1] ?? ''
  const rules = [...list.matchAll(/"([^"]+)"/g)].map(match => match[1])
  if (!rules.includes("default-src 'none'")) throw new Error('the policy was not found in policy.rs')
  return `${rules.join('; ')}; connect-src 'self' ws://${host}`
}
