// A message request is a card on top of the list: who asks, in which words, and the two answers. More of them lie as a
// sheet behind it.
import { useQuery } from '@tanstack/react-query'
import { Check, Hand } from 'lucide-react'
import { useState } from 'react'
import { countryName, t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import { Link } from '@/lib/router'
import * as server from '@/server/chats'
import { profileOf } from '@/server/people'
import { withoutChat } from '@/store/apply'
import type { ChatEntry } from '@/store/state'
import { change, useStore } from '@/store/store'
import { sync } from '@/sync/browser/sync'
import { Avatar } from '@/ui/avatar/Avatar'
import { Button } from '@/ui/button/Button'
import { LaterChip } from '@/ui/exchange/LaterChip'
import { toast } from '@/ui/toasts/Toasts'
import { lastMessageLine } from './lastMessage'
import s from './request.module.css'

interface Props {
  chat: ChatEntry
  /** How many requests wait, and which of them this is; nothing where each has a card of its own. */
  of?: number
}

export default function RequestCard({ chat, of = 1 }: Props) {
  const { busy, accept, decline } = useAnswers(chat)
  const me = useStore(state => state.me)
  const peer = useStore(state => (chat.peer ? (state.users[chat.peer.id] ?? chat.peer) : undefined))
  const profile = useQuery(profileOf(chat.peer?.id ?? ''))
  if (!peer) return null
  const name = peer.display_name
  const country = profile.data?.country
  const last = chat.last_message
  return (
    <section className={s.card} data-more={of > 1} data-busy={busy} aria-label={`${t('request.title')}: ${name}`}>
      <header className={s.top}>
        <Hand size={18} aria-hidden />
        <span>{t('request.title')}</span>
        {of > 1 && <span>{t('request.of', { n: 1, of })}</span>}
      </header>
      <Link to={`/c/${chat.id}`} className={s.who}>
        <Avatar id={peer.id} name={name} picture={peer.avatar?.small} size={48} />
        <span className={s.text}>
          <span className={s.name}>
            <bdi>{name}</bdi>
            <LaterChip of={peer} reader={me} />
          </span>
          <small>
            <bdi>@{peer.username}</bdi>
            {country && ` · ${countryName(country)}`}
          </small>
        </span>
      </Link>
      {last && (
        <p className={s.words} dir="auto">
          {lastMessageLine(last, name, me?.id)}
        </p>
      )}
      <div className={s.answers}>
        <Button kind="primary" disabled={busy} onClick={accept}>
          <Check aria-hidden />
          {t('chat.accept')}
        </Button>
        <Button disabled={busy} onClick={decline}>
          {t('chat.decline')}
        </Button>
      </div>
    </section>
  )
}

function useAnswers(chat: ChatEntry) {
  const [busy, setBusy] = useState(false)
  const run = (work: Promise<unknown>) => {
    setBusy(true)
    work.catch(fault => {
      setBusy(false)
      toast(faultText(fault))
    })
  }
  return {
    busy,
    accept: () =>
      run(
        server.accept(chat.id).then(answer => {
          sync.chats.take(answer)
          // The row that takes the card's place also takes the focus.
          requestAnimationFrame(() => document.querySelector<HTMLElement>(`a[href="/c/${chat.id}"]`)?.focus())
        }),
      ),
    decline: () => run(server.decline(chat.id).then(() => change(state => withoutChat(state, chat.id)))),
  }
}
