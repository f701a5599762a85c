// This server has people who have talked: the tests of every page and the pictures are made of it.
import { type Account, account, post } from './person.ts'
import { type Server, startServer } from './server.ts'

export interface Scene {
  readonly server: Server
  readonly ana: Account
  readonly direct: string
  readonly group: string
  readonly invite: string
}

const FRIENDS = [
  ['lucia', 'Lucía Fernández', 'es', 'en', 'B2'],
  ['haruto', '佐藤 春人', 'ja', 'es', 'A2'],
  ['amal', 'أمل حداد', 'ar', 'es', 'A1'],
  ['jonas', 'Jonas Weber', 'de', 'en', 'C1'],
  ['chloe', 'Chloé Martin', 'fr', 'es', 'B1'],
  ['ngozi', 'Ngozi Okafor', 'en', 'es', 'A2'],
] as const

const TALK = [
  ['lucia', '¡Hola, Ana! ¿Cómo te fue en el examen de inglés?'],
  ['ana', 'Hi Lucía! It went *really* well, thank you 😊'],
  ['ana', 'The speaking part was the most difficult for me.'],
  ['lucia', 'That’s great! I have been practise with my neighbour every evening.'],
  ['lucia', 'Mañana a las siete en el café de siempre? Podemos hablar media hora en cada idioma.'],
  ['ana', 'Perfect. I bring the list of words we talked about: https://example.org/words'],
  ['lucia', '👍'],
] as const

export async function scene(): Promise<Scene> {
  const server = await startServer()
  const ana = await account(server, 'ana', 'Ana García')
  const people = new Map<string, Account>([['ana', ana]])
  for (const [username, name, give, want, level] of FRIENDS) {
    const friend = await account(server, username, name)
    const languages = { native_languages: [give], learning_languages: [{ code: want, level }] }
    await post(server, '/me', languages, friend.token, 'PATCH')
    people.set(username, friend)
  }
  const of = (username: string) => {
    const found = people.get(username)
    if (!found) throw new Error(`no one is called ${username}`)
    return found
  }
  const say = (chat: string, who: Account, text: string, more: object = {}) =>
    post(server, `/chats/${chat}/messages`, { client_id: crypto.randomUUID(), text, ...more }, who.token)
  for (const [username, name] of FRIENDS.slice(1, 5)) {
    const chat = await post(server, `/chats/direct/${of(username).id}`, undefined, ana.token, 'PUT')
    await say(chat.id, ana, `Hello ${name}!`)
    await post(server, `/chats/${chat.id}/accept`, undefined, of(username).token)
    const answers: Record<string, string> = {
      haruto: 'こんにちは！今日はいい天気ですね。',
      amal: 'مرحبًا آنا! كيف حالك اليوم؟',
      jonas: 'Sehr gut, danke! Shall we switch to English?',
      chloe: 'On parle français demain ?',
    }
    await say(chat.id, of(username), answers[username] ?? 'Hi!')
  }
  // A stranger waits to be let in.
  const request = await post(server, `/chats/direct/${ana.id}`, undefined, of('ngozi').token, 'PUT')
  const first = await say(
    request.id,
    of('ngozi'),
    'Hello! I saw you learn English. Would you like to practise together?',
  )
  await post(
    server,
    '/reports',
    { chat_id: request.id, seq: first.seq, reason: 'spam', text: 'The same words came from three accounts.' },
    ana.token,
  )

  const group = await post(
    server,
    '/chats',
    {
      title: 'Spanish ↔ English café',
      description: 'Half an hour in each language.',
      visibility: 'public',
      languages: ['es', 'en'],
      member_ids: [of('lucia').id, of('jonas').id, of('amal').id],
    },
    ana.token,
  )
  for (let n = 0; n < 6; n += 1) {
    await say(
      group.id,
      of('jonas'),
      ['Who is free on Thursday?', 'I can bring a friend who speaks Spanish.'][n % 2] ?? '',
    )
    await say(group.id, of('amal'), 'أنا متفرغة بعد الظهر. I am free in the afternoon.')
    await say(group.id, ana, 'Thursday is good for me too.')
  }
  const direct = await post(server, `/chats/direct/${of('lucia').id}`, undefined, ana.token, 'PUT')
  await say(direct.id, ana, 'Hi!')
  await post(server, `/chats/${direct.id}/accept`, undefined, of('lucia').token)
  const sent = []
  for (const [who, text] of TALK) sent.push(await say(direct.id, of(who), text))
  await post(
    server,
    `/chats/${direct.id}/messages/${sent[1].seq}/reactions/${encodeURIComponent('🎉')}`,
    undefined,
    of('lucia').token,
    'PUT',
  )
  await say(direct.id, ana, 'That’s great! I have been practising with my neighbour every evening.', {
    kind: 'correction',
    base_seq: sent[3].seq,
  })
  await say(direct.id, of('lucia'), '¡Gracias! “Practising”, claro.', { reply_to: sent[3].seq })
  await post(server, `/chats/${direct.id}/messages/${sent[4].seq}/star`, undefined, ana.token, 'PUT')
  await post(server, `/chats/${direct.id}/messages/${sent[4].seq}/pin`, undefined, ana.token, 'PUT')
  await post(server, `/chats/${group.id}/me`, { pinned: true }, ana.token, 'PATCH')
  const { id: away } = await post(server, `/chats/direct/${of('jonas').id}`, undefined, ana.token, 'PUT')
  await post(server, `/chats/${away}/me`, { archived: true, muted_until: 'forever' }, ana.token, 'PATCH')
  await post(server, '/friend-requests', { user_id: of('lucia').id }, ana.token)
  await post(server, '/friend-requests', { user_id: ana.id }, of('lucia').token)
  await post(server, '/friend-requests', { user_id: ana.id }, of('ngozi').token)
  const { code } = await post(server, `/chats/${group.id}/invites`, {}, ana.token)
  return { server, ana, direct: direct.id, group: group.id, invite: code }
}

export const routes = (of: Scene): readonly string[] => [
  '/',
  `/c/${of.direct}`,
  `/c/${of.direct}/info`,
  `/c/${of.group}`,
  `/c/${of.group}/info`,
  '/new/chat',
  '/new/group',
  '/explore',
  `/i/${of.invite}`,
  '/starred',
  '/friends',
  '/notifications',
  '/u/lucia',
  '/settings',
  '/settings/account',
  '/settings/security',
  '/settings/sessions',
  '/settings/privacy',
  '/settings/notifications',
  '/settings/appearance',
  '/settings/language',
  '/settings/translation',
  '/settings/data',
  '/settings/about',
  '/nowhere',
]
export const OPEN_ROUTES = ['/signup', '/login', '/login/code', '/reset', '/undo#none', '/way-in#none'] as const
