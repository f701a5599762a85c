// This hook knows what the palette offers: everything there is, or what the words find of it, the best first.
import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useMemo, useState } from 'react'
import { t } from '@/i18n'
import { find, type Range, target } from '@/lib/fuzzy'
import { picked } from '@/lib/picked'
import { useNavigate, usePath } from '@/lib/router'
import type { UserCard } from '@/protocol/types'
import * as server from '@/server/people'
import { chatList } from '@/store/select'
import type { ChatEntry } from '@/store/state'
import { useStore } from '@/store/store'
import { Avatar } from '@/ui/avatar/Avatar'
import { type Command, chatCommands, commands, pageCommands } from './commands'

export type Kind = 'chat' | 'group' | 'person' | 'action' | 'settings'

export interface Entry extends Command {
  readonly kind: Kind
  /** Under the text, and found as well. */
  readonly under?: string
  readonly unread?: number
}

export interface Offer extends Entry {
  readonly ranges: readonly Range[]
}

export interface Part {
  readonly title?: string
  readonly offers: readonly Offer[]
}

const SHOWN = 40
const RECENT = 8
/** What was found by what stands under it comes later, and what only the server found comes last. */
const UNDER = 25
const ELSEWHERE = 20
const BONUS: Readonly<Record<Kind, number>> = { chat: 8, group: 8, person: 4, action: 2, settings: 0 }

const picture = (id: string, name: string, small: string | undefined) => (
  <Avatar id={id} name={name} picture={small} size={34} />
)

const chatEntryOf = (chat: ChatEntry, users: Readonly<Record<string, UserCard>>, go: (path: string) => void): Entry => {
  const peer = chat.peer ? (users[chat.peer.id] ?? chat.peer) : undefined
  const text = peer?.display_name ?? chat.title ?? ''
  return {
    id: `chat:${chat.id}`,
    kind: peer ? 'chat' : 'group',
    text,
    under: peer ? `@${peer.username}` : undefined,
    icon: picture(peer?.id ?? chat.id, text, peer?.avatar?.small ?? chat.avatar?.small),
    unread: chat.unread,
    run: () => go(`/c/${chat.id}`),
  }
}

const personEntryOf = (user: UserCard, go: (path: string) => void): Entry => ({
  id: `person:${user.id}`,
  kind: 'person',
  text: user.display_name,
  under: `@${user.username}`,
  icon: picture(user.id, user.display_name, user.avatar?.small),
  run: () => go(`/u/${user.username}`),
})

/** Everything that is known here: chats with the latest first, people without a chat, commands, settings. */
function useEntries(): readonly Entry[] {
  const go = useNavigate()
  const pathname = usePath()
  const chats = useStore(state => state.chats)
  const users = useStore(state => state.users)
  const me = useStore(state => state.me)
  return useMemo(() => {
    const all = [...chatList(chats, 'all'), ...chatList(chats, 'archived')]
    const peers = new Set([me?.id, ...all.map(chat => chat.peer?.id)])
    const open = chats[/^\/c\/([^/]+)/.exec(pathname)?.[1] ?? '']
    const name = open ? chatEntryOf(open, users, go).text : ''
    const action = (command: Command): Entry => ({ ...command, kind: 'action' })
    return [
      ...all.map(chat => chatEntryOf(chat, users, go)),
      ...Object.values(users)
        .filter(user => !peers.has(user.id))
        .map(user => personEntryOf(user, go)),
      ...(open ? chatCommands(open, name, go) : []).map(action),
      ...commands(go, me?.is_admin === true).map(action),
      ...pageCommands(go).map((command): Entry => ({ ...command, kind: 'settings' })),
    ]
  }, [chats, users, me, pathname, go])
}

const plainly = (entry: Entry): Offer => ({ ...entry, ranges: [] })

/** Without words: what was picked last, with the latest chats after it, then what can be done. */
function everything(entries: readonly Entry[], last: readonly string[]): readonly Part[] {
  const remembered = last.flatMap(id => entries.find(entry => entry.id === id) ?? [])
  const latest = entries.filter(({ kind, id }) => (kind === 'chat' || kind === 'group') && !last.includes(id))
  const recent = [...remembered, ...latest].slice(0, RECENT)
  const rest = (kind: Kind) => entries.filter(entry => entry.kind === kind && !recent.includes(entry)).map(plainly)
  return [
    { title: t('palette.recent'), offers: recent.map(plainly) },
    { title: t('palette.actions'), offers: rest('action') },
    { title: t('palette.settings'), offers: rest('settings') },
  ].filter(({ offers }) => offers.length > 0)
}

function best(query: string, indexed: readonly Indexed[], last: readonly string[]): readonly Offer[] {
  return indexed
    .flatMap(({ entry, name, under, found }) => {
      const hit = find(query, name)
      const below = hit || !under ? undefined : find(query, under)
      if (!hit && !below && !found) return []
      const place = last.indexOf(entry.id)
      const score =
        (hit?.score ?? (below ? below.score - UNDER : ELSEWHERE)) +
        BONUS[entry.kind] +
        (place < 0 ? 0 : 16 - place) +
        (entry.unread ? 2 : 0)
      return [{ offer: { ...entry, ranges: hit?.ranges ?? [] }, score }]
    })
    .sort((a, b) => b.score - a.score)
    .slice(0, SHOWN)
    .map(({ offer }) => offer)
}

interface Indexed {
  readonly entry: Entry
  readonly name: ReturnType<typeof target>
  readonly under?: ReturnType<typeof target>
  /** By the server, whose rules may be others. */
  readonly found?: boolean
}

const indexed = (entry: Entry, found?: boolean): Indexed => ({
  entry,
  found,
  name: target(entry.text),
  under: entry.under ? target(entry.under) : undefined,
})

/** The parts of the list; `further` comes after what was found. */
export function usePalette(query: string, further: (words: string) => Entry) {
  const go = useNavigate()
  const entries = useEntries()
  const [last] = useState(picked)
  // What is known here is found while it is typed: Enter takes what the words say, never what they said before.
  const words = query.trim()
  const people = useQuery(server.people(useDeferredValue(words)))
  const known = useMemo(() => entries.map(entry => indexed(entry)), [entries])
  const parts = useMemo((): readonly Part[] => {
    if (!words) return everything(entries, last)
    const here = new Set(known.map(({ entry }) => `${entry.under}`))
    const elsewhere = (people.data?.items ?? [])
      .filter(user => !here.has(`@${user.username}`))
      .map(user => indexed(personEntryOf(user, go), true))
    return [{ offers: [...best(words, [...known, ...elsewhere], last), plainly(further(words))] }]
  }, [words, entries, known, last, people.data, go, further])
  return { parts, words, busy: people.isFetching }
}
