// This page shows another person, and what can be done about them.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Ban, Clock, Flag, MessageCircle, Undo2, UserMinus, UserPlus } from 'lucide-react'
import { countryName, formatDate, t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import { useNavigate, useParams } from '@/lib/router'
import { openDirect } from '@/server/chats'
import * as friends from '@/server/friends'
import { keys } from '@/server/keys'
import * as server from '@/server/people'
import { askAbout } from '@/store/asking'
import { useStore } from '@/store/store'
import { sync } from '@/sync/browser/sync'
import { Row, Rows, Tile, Tiles } from '@/ui/action/Action'
import { Avatar } from '@/ui/avatar/Avatar'
import { Waiting } from '@/ui/empty-state/EmptyState'
import { Deal } from '@/ui/exchange/Exchange'
import { Facts } from '@/ui/facts/Facts'
import { Hero, Inset } from '@/ui/layout/Layout'
import { Page } from '@/ui/page/Page'
import { toast } from '@/ui/toasts/Toasts'

export default function Profile() {
  const { username = '' } = useParams()
  const navigate = useNavigate()
  const client = useQueryClient()
  const me = useStore(state => state.me)
  const query = useQuery(server.profile(username))
  const user = query.data
  const run = (work: Promise<unknown>) =>
    void work.then(
      () => client.invalidateQueries({ queryKey: keys.profiles }),
      fault => toast(faultText(fault)),
    )
  const message = (id: string) =>
    void openDirect(id).then(
      chat => navigate(`/c/${sync.chats.take(chat).id}`),
      fault => toast(faultText(fault)),
    )
  return (
    <Page title={user?.display_name ?? `@${username}`}>
      <Waiting of={query} fault={faultText} />
      {user && (
        <>
          <Hero>
            <Avatar
              id={user.id}
              name={user.display_name}
              picture={user.avatar?.large}
              size={112}
              online={user.online}
            />
            <h2 dir="auto">{user.display_name}</h2>
            <p>
              <bdi>@{user.username}</bdi> · {user.online ? <em>{t('chat.online')}</em> : t('chat.offline')}
            </p>
          </Hero>
          {user.id !== me?.id && (
            <Tiles>
              {!user.relation.blocked && (
                <Tile icon={<MessageCircle />} text={t('info.message')} run={() => message(user.id)} />
              )}
              <FriendTile user={user} run={run} />
              {user.relation.blocked && (
                <Tile icon={<Undo2 />} text={t('info.unblock')} run={() => run(server.unblock(user.id))} />
              )}
            </Tiles>
          )}
          <Inset>
            <Deal of={user} reader={user.id === me?.id ? undefined : me} />
          </Inset>
          <Facts
            facts={[
              [t('info.bio'), user.bio],
              [t('info.country'), user.country ? countryName(user.country) : undefined],
              [t('info.joined'), formatDate(Date.parse(user.created_at))],
            ]}
          />
          {user.id !== me?.id && <Against user={user} />}
        </>
      )}
    </Page>
  )
}

/** What is done against a person; both are asked about first. */
function Against({ user }: { user: server.Profile }) {
  const of = { userId: user.id, name: user.display_name }
  return (
    <Rows>
      <Row icon={<Flag />} text={t('message.report')} run={() => askAbout({ kind: 'report', target: of })} />
      {!user.relation.blocked && (
        <Row icon={<Ban />} text={t('info.block')} danger run={() => askAbout({ kind: 'block', ...of })} />
      )}
    </Rows>
  )
}

function FriendTile({ user, run }: { user: server.Profile; run: (work: Promise<unknown>) => void }) {
  const { friend, request, blocked } = user.relation
  if (blocked) return null
  if (friend)
    return <Tile icon={<UserMinus />} text={t('info.friendRemove')} run={() => run(friends.unfriend(user.id))} />
  if (request === 'outgoing') return <Tile icon={<Clock />} text={t('info.friendAsked')} disabled />
  // Asking a person who has asked is the same as accepting.
  const text = request === 'incoming' ? t('info.friendAccept') : t('info.friendAdd')
  return <Tile icon={<UserPlus />} text={text} run={() => run(friends.befriend({ user_id: user.id }))} />
}
