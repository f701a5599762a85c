// An avatar is a picture, or the first letter of a name on the color of an id.
import { initial } from '@/lib/emoji'
import { hue } from '@/lib/ids'
import s from './avatar.module.css'

interface Props {
  id: string
  name: string
  picture?: string
  size: 34 | 40 | 54 | 120
}

export function Avatar({ id, name, picture, size }: Props) {
  return (
    <span className={s.avatar} data-size={size} data-hue={hue(id, 6)} aria-hidden>
      {picture ? <img src={picture} alt="" loading="lazy" /> : initial(name)}
    </span>
  )
}
