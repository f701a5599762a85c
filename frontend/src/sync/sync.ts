// This puts the synchronization together: the cache is read, the session looked for, and of all tabs one opens the
// socket. Nothing here knows a browser; `browser/sync.ts` gives the real parts.
import { backoff } from '@/lib/backoff'
import { readFrame, type Tell } from '@/protocol/frames'
import { asProblem } from '@/protocol/problem'
import { type Connection, initial } from '@/store/state'
import type { Store } from '@/store/store'
import { createCards } from './cards'
import type { Channel, Word } from './channel'
import { createChatCommands } from './chats'
import type { Clock } from './clock'
import { createDrafts } from './drafts'
import { Engine, type Surroundings } from './engine'
import { createFreshAnswers } from './fresh'
import type { Keeper } from './keeper'
import { type Elect, Leadership } from './leadership'
import { createLists } from './lists'
import { createMessageCommands } from './messages'
import { createPeople } from './people'
import { createPresence } from './presence'
import type { Rest } from './rest'
import { type Cursor, createResume } from './resume'
import { Sending } from './sending'
import type { SessionControl } from './session'
import type { Ears, Line } from './socket'
import { createWriter } from './writer'

/** A tab without the socket has no failures to count; it waits as after so many. */
const FOLLOWING = 3

export interface SyncParts {
  readonly store: Store
  readonly cache: Keeper
  readonly channel: Channel
  readonly session: Pick<SessionControl, 'accessToken' | 'renewedToken' | 'signedOut' | 'onSignedOut'>
  readonly rest: Rest
  /** Makes the socket of this tab; it is started once this tab leads. */
  readonly socket: (ears: Ears) => Line
  readonly elect: Elect
  readonly clock: Clock
  /** The name of this tab among the others. */
  readonly tab: string
  onPageHide(run: () => void): () => void
}

/** The parts that hold state, each knowing only what it uses. */
function assemble(parts: SyncParts, ears: Ears, around: Pick<Surroundings, 'ready' | 'behind'>) {
  const { store, cache, channel, session, rest, clock, tab } = parts
  const cursor: Cursor = { epoch: '', myRev: 0 }
  const leadership = new Leadership(parts.elect)
  const leading = () => leadership.leading
  const socket = parts.socket(ears)
  const line = () => (leading() ? socket : undefined)
  const fresh = createFreshAnswers()
  const lists = createLists({ store, rest, fresh })
  const resume = createResume({ store, rest, fresh, cursor, lists })
  const engine = new Engine({
    store,
    clock,
    fresh,
    cursor,
    lists,
    cards: createCards({ store, rest }),
    resume,
    around: {
      ready: around.ready,
      behind: around.behind,
      async reauth() {
        if (!leading()) return
        const token = await session.renewedToken().catch(() => null)
        if (token) await socket.ask({ type: 'reauth', token }).catch(() => undefined)
      },
      ended: () => session.signedOut(true),
    },
  })
  return {
    cursor,
    leadership,
    socket,
    lists,
    engine,
    sending: new Sending({ store, cache, channel, clock, line }),
    presence: createPresence({ store, channel, tab, line }),
    drafts: createDrafts({ store, cache, channel, rest, clock }),
    writer: createWriter({ store, cache, clock, cursor, leading, onPageHide: parts.onPageHide }),
  }
}
type Assembled = ReturnType<typeof assemble>

/** How the connection stands, and what follows from it: here, and in the other tabs. */
function createPhases({ store, channel, clock }: SyncParts, all: () => Assembled, started: () => boolean) {
  function show(connection: Connection) {
    store.change(state => ({ ...state, connection }))
    if (all().leadership.leading) channel.say({ kind: 'connection', connection })
  }

  function ready() {
    const { leadership, socket, sending, drafts, presence } = all()
    // The line may have been lost while what came over it was applied.
    if (!leadership.leading || !socket.open) return
    socket.caughtUp()
    show({ phase: 'online' })
    sending.pump()
    drafts.uploadAll()
    void presence.update(true)
  }

  function behind(fault: unknown) {
    const { leadership, socket } = all()
    const { retryAfter } = asProblem(fault)
    if (leadership.leading) return socket.again(retryAfter)
    // The socket is another tab's: here everything is asked for anew.
    clock.after((retryAfter ?? 0) * 1000 || backoff(FOLLOWING, clock.random), () => {
      if (started() && !leadership.leading) load()
    })
  }

  function load() {
    all().lists.loadAll().catch(behind)
  }

  return { show, ready, behind, load }
}

export function createSync(parts: SyncParts) {
  const { store, channel, session } = parts
  let started = false
  const phases = createPhases(
    parts,
    () => all,
    () => started,
  )
  const all: Assembled = assemble(
    parts,
    {
      frame(frame, text) {
        if (frame.type === 'ready' && all.socket.open) phases.show({ phase: 'updating' })
        channel.say({ kind: 'frame', text })
        all.engine.onFrame(frame)
      },
      state: phases.show,
      ended: () => session.signedOut(true),
    },
    phases,
  )
  const { leadership, presence } = all

  /** Once a person is signed in. */
  async function start() {
    if (started) return
    started = true
    if (!parts.cache.open()) await hydrate(parts, all.cursor)
    leadership.run(() => open(all), follow)
  }

  /** Another tab has the socket: it passes on what it hears, and what is behind is asked for here. */
  function follow() {
    channel.say({ kind: 'hello' })
    presence.repeatWatched()
    phases.load()
  }

  async function end(ended: boolean) {
    started = false
    close(all)
    store.change(() => ({ ...initial, account: ended ? 'ended' : 'out' }))
    await parts.cache.wipe()
  }

  session.onSignedOut(ended => void end(ended))
  channel.hear(word => {
    if (word.kind === 'session') void start()
    else hear(word, all, store, channel, () => started)
  })

  return {
    /** At the start of every page: shows what is cached, then looks for the session. */
    async begin() {
      await begin(parts, all.cursor)
      if (store.read().account === 'in') void start()
    },
    start,
    ...commands(parts, all),
  }
}

/** What the rest of the application asks of the synchronization. */
function commands({ store, channel, rest, clock, cache }: SyncParts, all: Assembled) {
  const { leadership, socket, sending, presence, drafts, engine, writer } = all
  /** Typing and the like: told by the tab that has the socket. */
  const tell = (frame: Tell) => {
    if (leadership.leading) socket.tell(frame)
    else channel.say({ kind: 'tell', frame })
  }
  return {
    /** Takes everything from this browser's disk but what exists nowhere else, until the page is loaded again. */
    async clearHere() {
      writer.stop()
      await cache.wipe()
      const { outbox, drafts } = store.read()
      for (const item of Object.values(outbox)) cache.keepOutgoing(item)
      for (const [chatId, text] of Object.entries(drafts)) cache.keepDraft(chatId, text)
      await cache.settled()
    },
    /** What was written here is on the disk. */
    settled: () => cache.settled(),
    retryNow: () => socket.now(),
    /** After another window took the last place: this one takes it back. */
    takeOver: () => socket.start(),
    /** Whether this tab has the socket, and so tells what concerns the whole browser. */
    isLeading: () => leadership.leading,
    onTopic: engine.topics.on,
    onArrival: engine.arrivals.on,
    messages: createMessageCommands({ store, clock, rest, enqueue: item => sending.enqueue(item) }),
    chats: createChatCommands({ store, rest, tell }),
    people: createPeople({ store, rest }),
    sending,
    presence,
    drafts,
  }
}

async function begin(parts: SyncParts, cursor: Cursor) {
  await hydrate(parts, cursor)
  const { session, store } = parts
  try {
    await session.accessToken()
  } catch {
    // No server to be reached: the cache is shown, and the socket goes on trying.
    if (!store.read().me) store.change(state => ({ ...state, account: 'out' }))
  }
}

async function hydrate({ cache, store }: SyncParts, cursor: Cursor) {
  const found = await cache.load()
  if (!found) return
  const { standing, ...held } = found
  if (!standing) return store.change(state => ({ ...state, outbox: held.outbox, drafts: held.drafts }))
  cursor.epoch = standing.epoch
  cursor.myRev = standing.myRev
  const { me, sessionId } = standing
  store.change(state => ({ ...state, ...held, account: 'in', me, sessionId, listed: true }))
}

function open({ sending, presence, socket, writer }: Assembled) {
  sending.reset()
  presence.reset()
  socket.start()
  writer.start()
}

function close({ cursor, leadership, socket, sending, presence, engine, writer }: Assembled) {
  leadership.end()
  socket.stop()
  sending.reset()
  presence.reset()
  engine.clear()
  writer.stop()
  cursor.epoch = ''
  cursor.myRev = 0
}

/** What another tab says, but for a session of its own. */
function hear(
  word: Exclude<Word, { kind: 'session' }>,
  { leadership, socket, sending, presence, drafts, engine }: Assembled,
  store: Store,
  channel: Channel,
  started: () => boolean,
) {
  const { leading } = leadership
  switch (word.kind) {
    case 'hello':
      if (leading) channel.say({ kind: 'connection', connection: store.read().connection })
      return
    case 'connection':
      if (!leading && started()) store.change(state => ({ ...state, connection: word.connection }))
      return
    case 'frame': {
      const frame = leading || !started() ? undefined : readFrame(word.text)
      if (frame) engine.onFrame(frame)
      return
    }
    case 'tell':
      if (leading) socket.tell(word.frame)
      return
    case 'watch':
      if (leading) presence.takeWish(word.tab, word.ids)
      return
    case 'outgoing':
      return sending.takeOutgoing(word.item)
    case 'discarded':
      return sending.takeDiscarded(word.clientId)
    case 'draft':
      return drafts.take(word.chatId, word.text)
    case 'signed-out':
      return
  }
}
