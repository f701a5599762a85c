// A person in a list has a picture, a name, and a line under it.
import type { ReactNode } from 'react'
import { Avatar } from '../avatar/Avatar'
import type { Languages } from '../exchange/Exchange'
import { LaterChip } from '../exchange/LaterChip'
import s from './person.module.css'

interface Card extends Partial<Languages> {
  id: string
  username: string
  display_name: string
  avatar?: { small: string }
}

interface Props {
  user: Card
  online?: boolean
  under?: ReactNode
  /** The languages of the reader decide which pair of the person's is shown; without a reader none is. */
  reader?: Languages | null
}

export function PersonText({ user, online, under, reader }: Props) {
  return (
    <>
      <Avatar id={user.id} name={user.display_name} picture={user.avatar?.small} size={40} online={online} />
      <TwoLines>
        <span className={s.nameLine}>
          <strong>
            <bdi>{user.display_name}</bdi>
          </strong>
          {reader && <LaterChip of={user} reader={reader} />}
        </span>
        <small>{under ?? <bdi>@{user.username}</bdi>}</small>
      </TwoLines>
    </>
  )
}

/** A `strong` line over `small` ones; what is too long is cut. */
export const TwoLines = ({ children }: { children: ReactNode }) => <span className={s.personText}>{children}</span>

/** For the link, button or label that is the whole row. */
export const personClass = s.person
