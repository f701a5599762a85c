// A person in a list has a picture, a name, and a line under it.
import type { ReactNode } from 'react'
import { Avatar } from '../avatar/Avatar'
import s from './person.module.css'

interface Card {
  id: string
  username: string
  display_name: string
  avatar?: { small: string }
}
export function PersonText({ user, online, under }: { user: Card; online?: boolean; under?: ReactNode }) {
  return (
    <>
      <Avatar id={user.id} name={user.display_name} picture={user.avatar?.small} size={40} online={online} />
      <TwoLines>
        <strong>
          <bdi>{user.display_name}</bdi>
        </strong>
        <small>{under ?? <bdi>@{user.username}</bdi>}</small>
      </TwoLines>
    </>
  )
}

/** A `strong` line over `small` ones; what is too long is cut. */
export const TwoLines = ({ children }: { children: ReactNode }) => <span className={s.personText}>{children}</span>

/** For the link, button or label that is the whole row. */
export const personClass = s.person
