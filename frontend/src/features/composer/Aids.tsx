// What helps while a message is written stands above its field: people after @, emoji after a colon,
// formatting, and the message it is about.
import { Pencil, Reply, X } from 'lucide-react'
import type { RefObject } from 'react'
import { t } from '@/i18n'
import { plain } from '@/lib/markup/plain'
import { IconButton } from '@/ui/icon-button/IconButton'
import s from './composer.module.css'
import { EmojiNames } from './EmojiNames'
import { FormatBar } from './FormatBar'
import { Mentions } from './Mentions'
import type { About } from './useComposer'

const STRIP = { edit: 'write.editing', reply: 'write.replying' } as const

interface Props {
  chatId: string
  text: string
  field: RefObject<HTMLTextAreaElement | null>
  put: (from: number, piece: string) => void
  formats: boolean
  about: About | undefined
  stop: () => void
}

export default function Aids({ chatId, text, field, put, formats, about, stop }: Props) {
  return (
    <>
      {text.includes('@') && <Mentions chatId={chatId} text={text} field={field} put={put} />}
      {text.includes(':') && <EmojiNames text={text} field={field} />}
      {formats && <FormatBar field={field} />}
      {about && <AboutStrip about={about} stop={stop} />}
    </>
  )
}

/** What the text is about, above it, with a way out. */
function AboutStrip({ about, stop }: { about: About; stop: () => void }) {
  return (
    <div className={s.strip}>
      {about.kind === 'reply' ? <Reply size={20} aria-hidden className={s.mirror} /> : <Pencil size={20} aria-hidden />}
      <div>
        <strong>{t(STRIP[about.kind])}</strong>
        <span dir="auto">{plain(about.message.text ?? '', true)}</span>
      </div>
      <IconButton label={t('app.cancel')} onClick={stop}>
        <X size={20} />
      </IconButton>
    </div>
  )
}
