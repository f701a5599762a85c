// The page of an open chat has its head, its messages and the composer; beside it, on demand, stands the chat's info.
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Composer, ComposerNote } from '@/features/composer/Composer'
import type { About } from '@/features/composer/useComposer'
import { Thread } from '@/features/thread/Thread'
import { ThreadHead } from '@/features/thread/ThreadHead'
import { overlayWords, t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import { chunk } from '@/lib/chunk'
import { useParams } from '@/lib/router'
import * as server from '@/server/instance'
import { blocksAsTold, unblock as unblockPerson } from '@/server/people'
import { read, useStore } from '@/store/store'
import { Button } from '@/ui/button/Button'
import { EmptyState } from '@/ui/empty-state/EmptyState'
import { Later } from '@/ui/later/Later'
import { Head } from '@/ui/page/Page'
import { toast } from '@/ui/toasts/Toasts'
import { Connection } from './Connection'
import { useFreeAt } from './useSlow'

const RequestBar = chunk(() => import('@/features/thread/RequestBar'))
const SlowNote = chunk(async () => {
  const [module] = await Promise.all([import('@/features/composer/SlowNote'), overlayWords()])
  return module
})
const EmojiPicker = chunk(() => import('@/features/composer/EmojiPicker'))
const Pinned = chunk(() => import('@/features/thread/Pinned'))

/** Until the instance has said its limits, the server alone keeps them. */
const NOT_SAID = Number.POSITIVE_INFINITY

export function ChatPage({ infoOpen }: { infoOpen: boolean }) {
  const { chatId = '', seq } = useParams()
  const known = useStore(state => state.chats[chatId] !== undefined)
  const listed = useStore(state => state.listed)
  if (!known) {
    return (
      <>
        <Head title={listed ? t('chat.gone') : t('app.loading')} back="/" />
        {listed && <EmptyState title={t('chat.goneText')} />}
      </>
    )
  }
  return <Open key={chatId} chatId={chatId} target={seq === undefined ? undefined : Number(seq)} infoOpen={infoOpen} />
}

function Open({ chatId, target, infoOpen }: { chatId: string; target: number | undefined; infoOpen: boolean }) {
  const chat = useStore(state => state.chats[chatId])
  const blocked = useStore(state => state.chats[chatId]?.me.request)
  const sent = useStore(state => (state.chats[chatId]?.seq ?? 0) > 0)
  const [about, setAbout] = useState<About>()
  const free = useFreeAt(chat)
  const instance = useQuery(server.instance)
  const blocks = useQuery({ ...blocksAsTold, enabled: chat?.kind === 'direct' })
  if (!chat) return null
  const editLast = () => {
    const me = read().me?.id
    const last = read().threads[chatId]?.items.findLast(
      message => message.author_id === me && message.kind === 'text' && !message.deleted_at,
    )
    if (last) setAbout({ kind: 'edit', message: last })
  }
  const waiting = blocked === 'outgoing' && sent
  const peer = chat.peer?.id ?? ''
  const shut = blocks.data?.items.some(({ user }) => user.id === peer) === true
  const unblock = () =>
    void unblockPerson(peer).then(
      () => blocks.refetch(),
      fault => toast(faultText(fault)),
    )
  return (
    <>
      <ThreadHead chat={chat} infoOpen={infoOpen} translates={(instance.data?.features.translation.length ?? 0) > 0} />
      <Connection />
      <Later>{blocked === 'incoming' && <RequestBar chat={chat} />}</Later>
      <Later>
        <Pinned chatId={chatId} />
      </Later>
      <Thread
        chatId={chatId}
        target={target}
        emoji={EmojiPicker}
        limit={instance.data?.limits.message_length ?? NOT_SAID}
        editWindow={instance.data?.limits.edit_window_seconds ?? NOT_SAID}
        onAbout={(kind, message) => setAbout({ kind, message })}
      />
      {shut ? (
        <ComposerNote text={t('chat.blocked', { name: chat.peer?.display_name ?? '' })}>
          <Button onClick={unblock}>{t('info.unblock')}</Button>
        </ComposerNote>
      ) : waiting ? (
        <ComposerNote text={t('chat.waiting', { name: chat.peer?.display_name ?? '' })} />
      ) : free && about?.kind !== 'edit' ? (
        <Later>
          <SlowNote free={free} />
        </Later>
      ) : (
        <Composer
          chatId={chatId}
          limit={instance.data?.limits.message_length ?? NOT_SAID}
          about={about}
          stop={() => setAbout(undefined)}
          editLast={editLast}
        />
      )}
    </>
  )
}
