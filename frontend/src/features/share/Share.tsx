// What another application shares arrives here as words; the person chooses the chat, where they wait as a draft.
import { useMemo, useState } from 'react'
import { t } from '@/i18n'
import { find, target } from '@/lib/fuzzy'
import { useNavigate, useSearchParams } from '@/lib/router'
import { chatList, draftOf } from '@/store/select'
import type { ChatEntry } from '@/store/state'
import { read, useStore } from '@/store/store'
import { sync } from '@/sync/browser/sync'
import { Avatar } from '@/ui/avatar/Avatar'
import { EmptyState } from '@/ui/empty-state/EmptyState'
import { Field } from '@/ui/field/Field'
import { Stack } from '@/ui/layout/Layout'
import { Page } from '@/ui/page/Page'
import { personClass } from '@/ui/person/Person'
import s from './share.module.css'

const SHOWN = 50

const nameOf = (chat: ChatEntry) => chat.peer?.display_name ?? chat.title ?? ''

/** Applications put an address into any of the three, and some into two of them. */
function sharedWords(given: URLSearchParams): string {
  const parts = ['title', 'text', 'url'].map(name => given.get(name)?.trim() ?? '')
  return parts
    .filter(
      (part, n) => part && !parts.some((other, m) => m !== n && other.includes(part) && (other !== part || m < n)),
    )
    .join('\n')
}

export default function Share() {
  const navigate = useNavigate()
  const [given] = useSearchParams()
  const words = sharedWords(given)
  const chats = useStore(state => state.chats)
  const [query, setQuery] = useState('')
  const found = useMemo(
    () =>
      chatList(chats, 'all')
        .filter(chat => chat.me.request === null && find(query, target(nameOf(chat))))
        .slice(0, SHOWN),
    [chats, query],
  )
  const into = (chat: ChatEntry) => {
    const begun = draftOf(read(), chat.id)
    sync.drafts.save(chat.id, begun ? `${begun}\n${words}` : words)
    // Going back does not share a second time.
    navigate(`/c/${chat.id}`, { replace: true })
  }
  return (
    <Page title={t('share.title')}>
      {words === '' ? (
        <EmptyState title={t('share.nothing')} />
      ) : (
        <Stack>
          <blockquote className={s.words} dir="auto">
            {words}
          </blockquote>
          <Field
            label={t('list.search')}
            type="search"
            value={query}
            onChange={event => setQuery(event.target.value)}
          />
          {found.length === 0 && <p role="status">{t('forward.none')}</p>}
          <ul className={s.chats} aria-label={t('list.title')}>
            {found.map(chat => (
              <li key={chat.id}>
                <button type="button" className={personClass} onClick={() => into(chat)}>
                  <Avatar
                    id={chat.peer?.id ?? chat.id}
                    name={nameOf(chat)}
                    picture={chat.peer?.avatar?.small ?? chat.avatar?.small}
                    size={40}
                  />
                  <strong dir="auto">{nameOf(chat)}</strong>
                </button>
              </li>
            ))}
          </ul>
        </Stack>
      )}
    </Page>
  )
}
