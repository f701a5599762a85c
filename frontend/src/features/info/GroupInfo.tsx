// The panel of a group shows what is known about it, and what its members can do with it.
import { Flag, Link2, LogOut, Pencil, ShieldCheck, Trash2, UserPlus } from 'lucide-react'
import { useState } from 'react'
import { formatDate, formatList, languageName, t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import * as server from '@/server/groups'
import { askAbout } from '@/store/asking'
import type { ChatEntry } from '@/store/state'
import { sync } from '@/sync/browser/sync'
import { Row, Rows, Tile, Tiles } from '@/ui/action/Action'
import { Avatar } from '@/ui/avatar/Avatar'
import { Facts } from '@/ui/facts/Facts'
import { Hero } from '@/ui/layout/Layout'
import { PictureButtons } from '@/ui/picture-buttons/PictureButtons'
import { toast } from '@/ui/toasts/Toasts'
import { GroupDialogs, type Open } from './GroupDialogs'
import { Members } from './Members'
import { MuteTile } from './MuteTile'

export function GroupInfo({ chat }: { chat: ChatEntry }) {
  const [open, setOpen] = useState<Open>()
  const may = chat.me.role !== 'member'
  const invite = () =>
    void server
      .makeInvite(chat.id)
      .then(({ code }) => navigator.clipboard.writeText(`${location.origin}/i/${code}`))
      .then(
        () => toast(t('invite.copied')),
        fault => toast(faultText(fault)),
      )
  return (
    <>
      <Hero>
        <Avatar id={chat.id} name={chat.title ?? ''} picture={chat.avatar?.large} size={112} />
        <h2 dir="auto">{chat.title}</h2>
        <p>{t('chat.members', { n: chat.member_count })}</p>
        {may && <Picture chat={chat} />}
      </Hero>
      <Tiles>
        <MuteTile chat={chat} />
        {may && <Tile icon={<UserPlus />} text={t('info.addPeople')} run={() => setOpen('add')} />}
        {may && <Tile icon={<Link2 />} text={t('invite.create')} run={invite} />}
        {may && <Tile icon={<Pencil />} text={t('info.edit')} run={() => setOpen('edit')} />}
      </Tiles>
      {may && (
        <Rows>
          <Row icon={<ShieldCheck />} text={t('admission.title')} run={() => setOpen('admission')} />
        </Rows>
      )}
      <GroupFacts chat={chat} />
      <Members chat={chat} />
      <Rows>
        <Row
          icon={<Flag />}
          text={t('message.report')}
          run={() => askAbout({ kind: 'report', target: { chatId: chat.id, name: chat.title ?? '' } })}
        />
        <Row icon={<LogOut />} text={t('chat.leave')} danger run={() => setOpen('leave')} />
        {chat.me.role === 'owner' && (
          <Row icon={<Trash2 />} text={t('chat.delete')} danger run={() => setOpen('delete')} />
        )}
      </Rows>
      <GroupDialogs chat={chat} open={open} onClose={() => setOpen(undefined)} />
    </>
  )
}

function GroupFacts({ chat }: { chat: ChatEntry }) {
  return (
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
