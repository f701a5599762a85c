// This page shows another person, and what can be done about them.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { countryName, formatDate, formatList, languageName, t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import { useNavigate, useParams } from '@/lib/router'
import { openDirect } from '@/server/chats'
import * as friends from '@/server/friends'
import { keys } from '@/server/keys'
import * as server from '@/server/people'
import { askAbout } from '@/store/asking'
import { useStore } from '@/store/store'
import { sync } from '@/sync/browser/sync'
import { Avatar } from '@/ui/avatar/Avatar'
import { Button } from '@/ui/button/Button'
import { Waiting } from '@/ui/empty-state/EmptyState'
import { Facts } from '@/ui/facts/Facts'
import { Actions, Hero } from '@/ui/layout/Layout'
import { Page } from '@/ui/page/Page'
import { toast } from '@/ui/toasts/Toasts'

export default function Profile() {
  const { username = '' } = useParams()
  const navigate = useNavigate()
  const client = useQueryClient()
  const me = useStore(state => state.me?.id)
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
            <Avatar id={user.id} name={user.display_name} picture={user.avatar?.large} size={120} />
            <h2 dir="auto">{user.display_name}</h2>
            <p>
              <bdi>@{user.username}</bdi> · {user.online ? t('chat.online') : t('chat.offline')}
            </p>
          </Hero>
          {user.id !== me && (
            <Actions>
              {!user.relation.blocked && (
                <Button kind="primary" onClick={() => message(user.id)}>
                  {t('info.message')}
                </Button>
              )}
              <FriendButton user={user} run={run} />
              {user.relation.blocked ? (
                <Button onClick={() => run(server.unblock(user.id))}>{t('info.unblock')}</Button>
              ) : (
                <Button onClick={() => askAbout({ kind: 'block', userId: user.id, name: user.display_name })}>
                  {t('info.block')}
                </Button>
              )}
              <Button
                kind="quiet"
                onClick={() => askAbout({ kind: 'report', target: { userId: user.id, name: user.display_name } })}
              >
                {t('message.report')}
              </Button>
            </Actions>
          )}
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
        </>
      )}
    </Page>
  )
}

function FriendButton({ user, run }: { user: server.Profile; run: (work: Promise<unknown>) => void }) {
  const { friend, request, blocked } = user.relation
  if (blocked) return null
  if (friend) return <Button onClick={() => run(friends.unfriend(user.id))}>{t('info.friendRemove')}</Button>
  if (request === 'outgoing') return <Button disabled>{t('info.friendAsked')}</Button>
  // Asking a person who has asked is the same as accepting.
  return (
    <Button onClick={() => run(friends.befriend({ user_id: user.id }))}>
      {request === 'incoming' ? t('info.friendAccept') : t('info.friendAdd')}
    </Button>
  )
}
