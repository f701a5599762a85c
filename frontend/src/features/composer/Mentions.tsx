// This list offers people of the chat while a name is typed after @.
import { useQuery } from '@tanstack/react-query'
import { type RefObject, useMemo } from 'react'
import { t } from '@/i18n'
import { mentionable } from '@/server/chats'
import { useStore } from '@/store/store'
import { Avatar } from '@/ui/avatar/Avatar'
import s from './composer.module.css'
import { useCaret, useOffers } from './useOffers'

const SHOWN = 8
const EVERYONE = 'all'

interface Person {
  readonly id: string
  readonly username: string
  readonly display_name: string
  readonly avatar?: { readonly small: string } | null | undefined
}

interface Props {
  chatId: string
  text: string
  field: RefObject<HTMLTextAreaElement | null>
  /** Puts something in the place of what stands from one letter on up to the caret. */
  put: (from: number, piece: string) => void
}

const fold = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

/** The people of the group whose name begins with these letters. */
function useCandidates(chatId: string, wanted: string | undefined): readonly Person[] {
  const me = useStore(state => state.me?.id)
  const chat = useStore(state => state.chats[chatId])
  const users = useStore(state => state.users)
  const thread = useStore(state => state.threads[chatId])
  const open = wanted !== undefined && chat?.kind === 'group'
  const members = useQuery({ ...mentionable(chatId), enabled: open })
  return useMemo(() => {
    if (wanted === undefined || !open) return []
    // Who spoke last is meant most often; of a large group the first members are offered.
    const spoke = [...(thread?.items ?? [])].reverse().map(message => message.author_id ?? '')
    const all = new Map<string, Person>()
    for (const author of spoke) if (users[author]) all.set(author, users[author])
    for (const { user } of members.data?.items ?? []) if (!all.has(user.id)) all.set(user.id, user)
    all.delete(me ?? '')
    const letters = fold(wanted)
    const fits = ({ username, display_name }: Person) =>
      fold(username).startsWith(letters) ||
      fold(display_name)
        .split(/\s+/)
        .some(word => word.startsWith(letters))
    const people = [...all.values()].filter(fits)
    const rules = chat?.me.role !== 'member' && EVERYONE.startsWith(letters)
    const everyone: Person = { id: EVERYONE, username: EVERYONE, display_name: t('write.everyone') }
    return [...people, ...(rules ? [everyone] : [])].slice(0, SHOWN)
  }, [wanted, open, users, thread, members.data, me, chat])
}

export function Mentions({ chatId, text, field, put }: Props) {
  const caret = useCaret(field, text)
  const typed = /(?:^|[\s(])@(\p{L}*[\w.]*)$/u.exec(text.slice(0, caret))
  const wanted = typed?.[1]
  const found = useCandidates(chatId, wanted)
  const start = typed && wanted !== undefined ? caret - wanted.length - 1 : undefined
  const take = (person: Person, from: number) => put(from, `@${person.username} `)
  const { shown, id, at } = useOffers({ field, found, typed: wanted, start, take })

  if (!shown || start === undefined) return null
  return (
    <div id={id} role="listbox" aria-label={t('write.mention')} className={s.people}>
      {found.map((person, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the keys are the field's
        <div
          key={person.id}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === at}
          onMouseDown={event => event.preventDefault()}
          onClick={() => put(start, `@${person.username} `)}
        >
          <Candidate person={person} />
        </div>
      ))}
    </div>
  )
}

function Candidate({ person }: { person: Person }) {
  return (
    <>
      {person.id === EVERYONE ? (
        <span aria-hidden>@</span>
      ) : (
        <Avatar id={person.id} name={person.display_name} picture={person.avatar?.small} size={34} />
      )}
      <strong dir="auto">{person.display_name}</strong>
      <bdi>@{person.username}</bdi>
    </>
  )
}
