// An avatar is a picture, or the first letter of a name on the color of an id; a dot says that the person is online.
import { initial } from '@/lib/emoji'
import { hue, SAVED } from '@/lib/ids'
import s from './avatar.module.css'

interface Props {
  id: string
  name: string
  picture?: string
  size: 34 | 40 | 48 | 54 | 112
  online?: boolean
}

export function Avatar({ id, name, picture, size, online }: Props) {
  return (
    <span className={s.face} data-online={online} data-size={size} aria-hidden>
      <span className={s.avatar} data-hue={id === SAVED ? SAVED : hue(id, 6)}>
        {id === SAVED ? null : picture ? <img src={picture} alt="" loading="lazy" /> : initial(name)}
      </span>
    </span>
  )
}
