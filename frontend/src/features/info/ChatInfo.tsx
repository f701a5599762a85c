// The info panel shows what is known about an open chat: the other person, or the group and its members.
import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { countryName, formatDate, formatList, languageName, t } from '@/i18n'
import { Link, useNavigate } from '@/lib/router'
import { profileOf } from '@/server/people'
import { askAbout } from '@/store/asking'
import type { ChatEntry } from '@/store/state'
import { useStore } from '@/store/store'
import { Avatar } from '@/ui/avatar/Avatar'
import { Button } from '@/ui/button/Button'
import { Facts } from '@/ui/facts/Facts'
import { IconButton } from '@/ui/icon-button/IconButton'
import { Actions, Hero } from '@/ui/layout/Layout'
import { Bar } from '@/ui/page/Page'
import { GroupInfo } from './GroupInfo'
import { MuteButton } from './MuteButton'

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
      {chat.kind === 'direct' ? <Direct chat={chat} /> : <GroupInfo chat={chat} />}
    </>
  )
}

function Direct({ chat }: { chat: ChatEntry }) {
  const id = chat.peer?.id ?? ''
  const query = useQuery(profileOf(id))
  const online = useStore(state => state.presence[id]?.online === true)
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
        <MuteButton chat={chat} />
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
