// Puts the synchronisation together: the cache is read, the session looked for, and of all tabs one opens the socket.
import { readFrame } from '@/protocol/frames'
import { type Cache, keep, load, openCache, wipe } from '@/store/cache'
import { withoutOutgoing } from '@/store/outbox'
import { preferences } from '@/store/preferences'
import { type Connection, initial, type State } from '@/store/state'
import { change, read, store } from '@/store/store'
import { hear, say } from './channel'
import { hear as hearDraft, tellDrafts } from './drafts'
import { onFrame, order } from './engine'
import { hearWish, repeatWish, update, watchThrough } from './presence'
import { loadList } from './resume'
import { hearOutgoing, pump, sendThrough, setSendingCache } from './sending'
import { accessToken, onSignedOut, renewedToken, signedOut } from './session'
import { Socket } from './socket'
import { standing } from './standing'

const WRITE_MS = 1000

let cache: Cache | undefined
let leading = false
let started = false
let release: (() => void) | undefined

const connection = (next: Connection) => {
  change(state => ({ ...state, connection: next }))
  if (leading) say({ kind: 'connection', connection: next })
}

const socket = new Socket({
  frame(frame, text) {
    if (frame.type === 'ready') connection({ phase: 'updating' })
    say({ kind: 'frame', text })
    onFrame(frame, around)
  },
  state: connection,
  ended: () => signedOut(true),
})

const around = {
  ready() {
    if (!leading) return
    connection({ phase: 'online' })
    pump()
    tellDrafts()
    void update(true)
  },
  async reauth() {
    if (!leading) return
    const token = await renewedToken().catch(() => null)
    if (token) await socket.ask({ type: 'reauth', token }).catch(() => undefined)
  },
  ended: () => signedOut(true),
}

/** At the start of every page: shows what is cached, then looks for the session. */
export async function begin() {
  await hydrate()
  try {
    await accessToken()
  } catch {
    // No server to be reached: the cache is shown, and the socket goes on trying.
    if (!read().me) change(state => ({ ...state, account: 'out' }))
  }
  if (read().account === 'in') start()
}

async function hydrate() {
  if (preferences.getState().forget) return
  try {
    cache ??= await openCache()
    setSendingCache(cache)
    const { standing: kept, ...held } = await load(cache)
    if (!kept) return
    standing.epoch = kept.epoch
    standing.myRev = kept.myRev
    change(state => ({ ...state, ...held, account: 'in', me: kept.me, sessionId: kept.sessionId, listed: true }))
  } catch {
    // A browser without storage works from memory.
    cache = undefined
  }
}

/** Once somebody is signed in. */
export async function start() {
  if (started) return
  started = true
  if (!cache) await hydrate()
  lead()
}

function lead() {
  if (!navigator.locks) {
    leading = true
    return open()
  }
  void navigator.locks.request('parlance-socket', { ifAvailable: true }, async lock => {
    if (lock) return hold()
    follow()
    void navigator.locks.request('parlance-socket', hold)
  })
}

/** Resolves when this tab gives the socket up, which gives the lock to another one. */
function hold(): Promise<void> {
  if (!started) return Promise.resolve()
  leading = true
  open()
  return new Promise(resolve => {
    release = resolve
  })
}

function open() {
  sendThrough(socket)
  watchThrough(socket)
  socket.start()
  persist()
}

/** Another tab has the socket: it passes on what it hears, and what is behind is asked for here. */
function follow() {
  say({ kind: 'hello' })
  repeatWish()
  void loadList()
}

export const retryNow = () => socket.now()

/** After another window took the last place: this one takes it back. */
export const useHere = () => socket.start()

async function end(ended: boolean) {
  started = false
  leading = false
  socket.stop()
  sendThrough(undefined)
  watchThrough(undefined)
  order.clear()
  written = undefined
  release?.()
  release = undefined
  unsubscribe?.()
  unsubscribe = undefined
  standing.epoch = ''
  standing.myRev = 0
  change(() => ({ ...initial, account: ended ? 'ended' : 'out' }))
  if (cache) await wipe(cache)
}

let unsubscribe: (() => void) | undefined
let written: State | undefined
let timer: ReturnType<typeof setTimeout> | undefined

/** The tab with the socket writes the cache, a little after each change. */
function persist() {
  if (unsubscribe) return
  const write = () => {
    timer = undefined
    const now = read()
    // Before the database is known there is nothing to come back to.
    if (!cache || !leading || !now.listed || !standing.epoch) return
    const before = written
    written = now
    void keep(cache, before, now, { ...standing, me: now.me, sessionId: now.sessionId })
  }
  unsubscribe = store.subscribe(() => {
    timer ??= setTimeout(write, WRITE_MS)
  })
  addEventListener('pagehide', write)
}

onSignedOut(ended => void end(ended))

hear(word => {
  switch (word.kind) {
    case 'hello':
      if (leading) say({ kind: 'connection', connection: read().connection })
      return
    case 'connection':
      if (!leading && started) change(state => ({ ...state, connection: word.connection }))
      return
    case 'frame': {
      const frame = leading || !started ? undefined : readFrame(word.text)
      if (frame) onFrame(frame, around)
      return
    }
    case 'tell':
      if (leading) socket.tell(word.frame)
      return
    case 'watch':
      if (leading) hearWish(word.tab, word.ids)
      return
    case 'outgoing':
      return hearOutgoing(word.item)
    case 'discarded':
      return change(state => withoutOutgoing(state, word.clientId))
    case 'draft':
      return hearDraft(word.chatId, word.text)
    case 'session':
      if (!started) void start()
      return
    case 'signed-out':
      return
  }
})

/** Typing and the like: told by whoever has the socket. */
export function tellServer(frame: Parameters<Socket['tell']>[0]) {
  if (leading) socket.tell(frame)
  else say({ kind: 'tell', frame })
}

/** Whether this tab has the socket, and so tells what concerns the whole browser. */
export const isLeading = () => leading

export const currentCache = () => cache
