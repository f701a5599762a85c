// The service worker: the application's shell for starts without a network, and pushes. No message and no answer of the
// API is ever kept here.
const SHELL = 'shell-1'
const PAGE = '/'

self.addEventListener('install', event => {
  event.waitUntil(caches.open(SHELL).then(cache => cache.addAll([PAGE, '/theme.js', '/favicon.svg', '/config.json'])))
  self.skipWaiting()
})

self.addEventListener('activate', event => {
  event.waitUntil(
    caches
      .keys()
      .then(names => Promise.all(names.filter(name => name !== SHELL).map(name => caches.delete(name))))
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
  const path = push.chat_id ? `/c/${push.chat_id}` : '/notifications'
  // Whoever looks at the chat needs no notification of it.
  if (open.some(client => client.focused && new URL(client.url).pathname.startsWith(path))) return
  await self.registration.showNotification(push.title ?? 'Parlance', {
    body: String(push.body ?? '').slice(0, 60),
    tag: push.chat_id ?? 'parlance',
    icon: '/icon-192.png',
    data: { path },
  })
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
