// The server writes what it sends to people into the mail folder, one file for each message.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Server, until } from './server.ts'

export interface Sent {
  readonly to: string
  readonly purpose: string
  readonly text: string
  readonly code?: string
}

/** The newest message of this kind to a person. */
export async function sent(server: Server, to: string, purpose: string): Promise<Sent> {
  const folder = join(server.data, 'outbox')
  let found: Sent | undefined
  await until(async () => {
    for (const name of existsSync(folder) ? readdirSync(folder).sort() : []) {
      const one: Sent = JSON.parse(readFileSync(join(folder, name), 'utf8'))
      if (one.to === to && one.purpose === purpose) found = one
    }
    return found !== undefined
  })
  if (!found) throw new Error(`nothing was sent to ${to}`)
  return found
}

/** The link in it, as its reader follows it. */
export function linkIn({ text }: Sent): string {
  const [link] = /https?:\/\/\S+/.exec(text) ?? []
  if (!link) throw new Error(`there is no link in: ${text}`)
  return link
}
