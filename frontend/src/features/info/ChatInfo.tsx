// The info panel shows what is known about an open chat: the other person, or the group and its members.
import { useQuery } from '@tanstack/react-query'
import { Ban, Flag, User, X } from 'lucide-react'
import { countryName, formatDate, t } from '@/i18n'
import { useNavigate } from '@/lib/router'
import { profileOf } from '@/server/people'
import { askAbout } from '@/store/asking'
import type { ChatEntry } from '@/store/state'
import { useStore } from '@/store/store'
import { Row, Rows, Tile, Tiles } from '@/ui/action/Action'
import { Avatar } from '@/ui/avatar/Avatar'
import { Deal } from '@/ui/exchange/Exchange'
import { Facts } from '@/ui/facts/Facts'
import { IconButton } from '@/ui/icon-button/IconButton'
import { Hero, Inset } from '@/ui/layout/Layout'
import { Bar } from '@/ui/page/Page'
import { GroupInfo } from './GroupInfo'
import { MuteTile } from './MuteTile'

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
  const me = useStore(state => state.me)
  const online = useStore(state => state.presence[id]?.online === true)
  const user = query.data
  const card = user ?? chat.peer
  if (!card) return null
  const of = { userId: card.id, name: card.display_name }
  return (
    <>
      <Hero>
        <Avatar id={card.id} name={card.display_name} picture={card.avatar?.large} size={112} online={online} />
        <h2 dir="auto">{card.display_name}</h2>
        <p>
          <bdi>@{card.username}</bdi> · {online ? <em>{t('chat.online')}</em> : t('chat.offline')}
        </p>
      </Hero>
      <Tiles>
        <MuteTile chat={chat} />
        <Tile icon={<User />} text={t('info.profile')} to={`/u/${card.username}`} />
      </Tiles>
      {user && (
        <Inset>
          <Deal of={user} reader={me} />
        </Inset>
      )}
      {user && (
        <Facts
          facts={[
            [t('info.bio'), user.bio],
            [t('info.country'), user.country ? countryName(user.country) : undefined],
            [t('info.joined'), formatDate(Date.parse(user.created_at))],
          ]}
        />
      )}
      <Rows>
        <Row icon={<Flag />} text={t('message.report')} run={() => askAbout({ kind: 'report', target: of })} />
        {!user?.relation.blocked && (
          <Row icon={<Ban />} text={t('info.block')} danger run={() => askAbout({ kind: 'block', ...of })} />
        )}
      </Rows>
    </>
  )
}
