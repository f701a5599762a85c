// The service worker: the application's shell for starts without a network, and pushes. No message and no answer of the
// API is ever kept here.
const SHELL = 'shell-1'
/** What the page says in the reader's language; its name is also in alerts.ts. */
const WORDS = 'words-1'
const PAGE = '/'

self.addEventListener('install', event => {
  event.waitUntil(
    caches.open(SHELL).then(cache => cache.addAll([PAGE, '/theme.js', '/favicon.svg', '/pattern.svg', '/config.json'])),
  )
  self.skipWaiting()
})

self.addEventListener('activate', event => {
  event.waitUntil(
    caches
      .keys()
      .then(names =>
        Promise.all(names.filter(name => name !== SHELL && name !== WORDS).map(name => caches.delete(name))),
      )
      .then(() => self.clients.claim()),
  )
})

self.addEventListener('fetch', event => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== location.origin) return
  if (/^\/(api|media|docs|openapi\.yaml|\.well-known)/.test(url.pathname)) return
  if (request.mode === 'navigate') event.respondWith(newest(request, PAGE))
  else if (url.pathname.startsWith('/assets/')) event.respondWith(kept(request))
  else event.respondWith(newest(request, request))
})

/** From the network while there is one. */
async function newest(request, name) {
  const cache = await caches.open(SHELL)
  try {
    const answer = await fetch(request)
    if (answer.ok) await cache.put(name, answer.clone())
    return answer
  } catch {
    return (await cache.match(name)) ?? Response.error()
  }
}

/** Hashed files never change. */
async function kept(request) {
  const cache = await caches.open(SHELL)
  const known = await cache.match(request)
  if (known) return known
  const answer = await fetch(request)
  if (answer.ok) await cache.put(request, answer.clone())
  return answer
}

self.addEventListener('push', event => {
  event.waitUntil(show(event.data?.json() ?? {}))
})

async function show(push) {
  const open = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const path = pathOf(push)
  // A person who looks at the chat needs no notification of it.
  if (open.some(client => client.focused && new URL(client.url).pathname.startsWith(path))) return
  const words = await known()
  const { title, body } = told(push, words)
  await self.registration.showNotification(title, {
    body,
    tag: push.chat_id ?? push.id ?? 'parlance',
    icon: words.icon,
    lang: words.lang,
    dir: words.dir,
    data: { path },
  })
}

/** What the page wrote down in the reader's language; English until it has. */
async function known() {
  const usual = {
    name: 'Parlance',
    icon: '/icon-192.png',
    message: 'You have a new message',
    notification: 'There is news for you',
    notifications: {},
    events: {},
  }
  const kept = await caches.match('/push-words.json')
  return { ...usual, ...(kept ? await kept.json() : {}) }
}

function pathOf(push) {
  if (push.chat_id) return `/c/${push.chat_id}`
  if (push.kind === 'friend_request') return '/friends'
  return '/notifications'
}

/** Who and what, as far as the push says so: without contents it names no one. */
function told(push, words) {
  if (push.type === 'message') {
    if (!push.author) return { title: words.name, body: words.message }
    const text = push.text ?? words.message
    return push.title ? { title: push.title, body: `${push.author}: ${text}` } : { title: push.author, body: text }
  }
  if (words.events[push.event]) return { title: words.name, body: words.events[push.event] }
  const pattern = words.notifications[push.kind]
  const names = pattern && (push.author || !pattern.includes('{name}'))
  if (!names || (pattern.includes('{event}') && !push.event)) return { title: words.name, body: words.notification }
  const text = pattern
    .replace('{name}', push.author ?? '')
    .replace('{event}', String(push.event ?? '').replaceAll('_', ' '))
  return { title: words.name, body: push.preview ? `${text}: ${push.preview}` : text }
}

self.addEventListener('notificationclick', event => {
  event.notification.close()
  event.waitUntil(open(event.notification.data?.path ?? '/'))
})

async function open(path) {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const known = windows[0]
  if (!known) return self.clients.openWindow(path)
  await known.focus()
  return known.navigate(path)
}
