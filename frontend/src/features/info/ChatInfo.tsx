// What is known about an open chat: the other person, or the group and its members.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { countryName, formatDate, formatList, languageName, t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import * as chats from '@/server/chats'
import * as server from '@/server/groups'
import { keys } from '@/server/keys'
import { profileOf } from '@/server/people'
import { withoutChat } from '@/store/apply'
import { askAbout } from '@/store/asking'
import { isMuted } from '@/store/select'
import type { ChatEntry } from '@/store/state'
import { change, useStore } from '@/store/store'
import { sync } from '@/sync/browser/sync'
import { Avatar } from '@/ui/avatar/Avatar'
import { Button } from '@/ui/button/Button'
import { Confirm } from '@/ui/dialog/Dialog'
import { Facts } from '@/ui/facts/Facts'
import { IconButton } from '@/ui/icon-button/IconButton'
import { Actions, Hero } from '@/ui/layout/Layout'
import { Bar } from '@/ui/page/Page'
import { PictureButtons } from '@/ui/picture-buttons/PictureButtons'
import { toast } from '@/ui/toasts/Toasts'
import { AddPeople } from './dialogs'
import { Members } from './Members'

type Open = 'leave' | 'delete' | 'add' | 'edit' | 'ways'
const EditGroup = lazy(() => import('./EditGroup'))
const WaysIn = lazy(() => import('./WaysIn'))

export default function ChatInfo({ chatId }: { chatId: string }) {
  const chat = useStore(state => state.chats[chatId])
  const navigate = useNavigate()
  if (!chat) return null
  return (
    <>
      <Bar>
        <IconButton label={t('app.close')} onClick={() => navigate(`/c/${chatId}`)}>
          <X />
        </IconButton>
        <h2>{t('info.title')}</h2>
      </Bar>
      {chat.kind === 'direct' ? <Direct chat={chat} /> : <Group chat={chat} />}
    </>
  )
}

function useMute(chat: ChatEntry) {
  const muted = isMuted(chat, Date.now())
  const toggle = () =>
    void sync.chats.setMine(chat.id, { muted_until: muted ? null : 'forever' }).catch(fault => toast(faultText(fault)))
  return <Button onClick={toggle}>{muted ? t('chat.unmute') : t('chat.mute')}</Button>
}

function Direct({ chat }: { chat: ChatEntry }) {
  const id = chat.peer?.id ?? ''
  const query = useQuery(profileOf(id))
  const online = useStore(state => state.presence[id]?.online === true)
  const mute = useMute(chat)
  const user = query.data
  const card = user ?? chat.peer
  if (!card) return null
  return (
    <>
      <Hero>
        <Avatar id={card.id} name={card.display_name} picture={card.avatar?.large} size={120} />
        <h2 dir="auto">{card.display_name}</h2>
        <p>{online ? t('chat.online') : t('chat.offline')}</p>
      </Hero>
      <Actions>
        {mute}
        <Link to={`/u/${card.username}`}>
          <bdi>@{card.username}</bdi>
        </Link>
        <Button
          kind="quiet"
          onClick={() => askAbout({ kind: 'report', target: { userId: card.id, name: card.display_name } })}
        >
          {t('message.report')}
        </Button>
        {!user?.relation.blocked && (
          <Button kind="quiet" onClick={() => askAbout({ kind: 'block', userId: card.id, name: card.display_name })}>
            {t('info.block')}
          </Button>
        )}
      </Actions>
      {user && (
        <Facts
          facts={[
            [t('info.bio'), user.bio],
            [t('info.speaks'), formatList(user.native_languages.map(languageName))],
            [
              t('info.learns'),
              formatList(user.learning_languages.map(({ code, level }) => `${languageName(code)} ${level}`)),
            ],
            [t('info.country'), user.country ? countryName(user.country) : undefined],
            [t('info.joined'), formatDate(Date.parse(user.created_at))],
          ]}
        />
      )}
    </>
  )
}

function Group({ chat }: { chat: ChatEntry }) {
  const navigate = useNavigate()
  const client = useQueryClient()
  const [open, setOpen] = useState<Open>()
  const mute = useMute(chat)
  const may = chat.me.role !== 'member'
  const close = () => setOpen(undefined)
  const invite = () =>
    void server
      .makeInvite(chat.id)
      .then(({ code }) => navigator.clipboard.writeText(`${location.origin}/i/${code}`))
      .then(
        () => toast(t('invite.copied')),
        fault => toast(faultText(fault)),
      )
  const go = (work: Promise<unknown>) =>
    void work.then(
      () => {
        navigate('/')
        change(state => withoutChat(state, chat.id))
      },
      fault => toast(faultText(fault)),
    )
  return (
    <>
      <Hero>
        <Avatar id={chat.id} name={chat.title ?? ''} picture={chat.avatar?.large} size={120} />
        <h2 dir="auto">{chat.title}</h2>
        <p>{t('chat.members', { n: chat.member_count })}</p>
        {may && <Picture chat={chat} />}
      </Hero>
      <Actions>
        {mute}
        {may && <Button onClick={() => setOpen('add')}>{t('info.addPeople')}</Button>}
        {may && <Button onClick={() => setOpen('edit')}>{t('info.edit')}</Button>}
        {may && <Button onClick={invite}>{t('invite.create')}</Button>}
        {may && <Button onClick={() => setOpen('ways')}>{t('ways.title')}</Button>}
      </Actions>
      <Facts
        facts={[
          [t('group.description'), chat.description],
          [t('group.handle'), chat.handle],
          [t('group.kind'), chat.visibility === 'public' ? t('group.isPublic') : t('group.isPrivate')],
          [t('group.before'), chat.history === 'all' ? t('group.sees') : t('group.seesNot')],
          [t('group.slow'), chat.slow_mode ? t('group.slowOn', { n: chat.slow_mode }) : undefined],
          [t('group.keep'), chat.retention_days ? t('group.days', { n: chat.retention_days }) : undefined],
          [t('group.languages'), formatList(chat.languages.map(languageName))],
          [t('group.since'), formatDate(Date.parse(chat.created_at))],
        ]}
      />
      <Members chat={chat} />
      <Actions>
        <Button
          kind="quiet"
          onClick={() => askAbout({ kind: 'report', target: { chatId: chat.id, name: chat.title ?? '' } })}
        >
          {t('message.report')}
        </Button>
        <Button kind="quiet" onClick={() => setOpen('leave')}>
          {t('chat.leave')}
        </Button>
        {chat.me.role === 'owner' && (
          <Button kind="quiet" onClick={() => setOpen('delete')}>
            {t('chat.delete')}
          </Button>
        )}
      </Actions>
      {open === 'leave' && (
        <Confirm
          title={t('chat.leave')}
          text={t('chat.leaveText')}
          action={t('chat.leave')}
          onClose={close}
          onConfirm={() => go(chats.leave(chat.id))}
        />
      )}
      {open === 'delete' && (
        <Confirm
          title={t('chat.delete')}
          text={t('chat.deleteText')}
          action={t('chat.delete')}
          onClose={close}
          onConfirm={() => go(chats.remove(chat.id))}
        />
      )}
      {open === 'add' && (
        <AddPeople
          chatId={chat.id}
          onClose={close}
          onDone={() => void client.invalidateQueries({ queryKey: keys.membersOf(chat.id) })}
        />
      )}
      {open === 'ways' && (
        <Suspense fallback={null}>
          <WaysIn chatId={chat.id} onClose={close} />
        </Suspense>
      )}
      {open === 'edit' && (
        <Suspense fallback={null}>
          <EditGroup chat={chat} onClose={close} />
        </Suspense>
      )}
    </>
  )
}

function Picture({ chat }: { chat: ChatEntry }) {
  const [busy, setBusy] = useState(false)
  const act = (work: Promise<unknown>) => {
    setBusy(true)
    work.catch(fault => toast(faultText(fault))).finally(() => setBusy(false))
  }
  return (
    <PictureButtons
      has={chat.avatar_id !== null && chat.avatar_id !== undefined}
      busy={busy}
      onPick={file => act(server.setPicture(chat.id, file).then(sync.chats.take))}
      onRemove={() => act(server.removePicture(chat.id))}
    />
  )
}
