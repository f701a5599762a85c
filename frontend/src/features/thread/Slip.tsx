// A correction is a slip of its own: what was written, word by word with what was changed, and what one may do with it.

import { Copy, HandHeart, PencilLine, Star } from 'lucide-react'
import { Fragment, useMemo, useState } from 'react'
import { t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import { changes, diff, type Piece } from '@/lib/diff'
import { plain } from '@/lib/markup/plain'
import type { Message } from '@/store/state'
import { useStore } from '@/store/store'
import { find } from '@/store/thread'
import { sync } from '@/sync/browser/sync'
import { toast } from '@/ui/toasts/Toasts'
import { type DeliveryState, Meta } from './Meta'
import Reactions from './Reactions'
import s from './slip.module.css'

/** Thanks are a reaction like any other, so that every client shows them. */
const THANKS = '🙏'
/** Between what was removed and what was added: Arabic letters would join across the two, and change their shape. */
const APART = '\u200c'

interface Props {
  message: Message
  mine: boolean
  name: string
  time: string
  standing?: DeliveryState
  onHistory?: () => void
  onReact: (emoji: string) => void
}

export default function Slip({ message, mine, name, time, standing, onHistory, onReact }: Props) {
  const text = message.text ?? ''
  const me = useStore(state => state.me?.id)
  const original = useStore(state => find(state.threads[message.chat_id], message.base_seq ?? 0))
  const writer = useStore(state => state.users[original?.author_id ?? '']?.display_name ?? '…')
  const pieces = useMemo(() => (original?.text ? between(original.text, text) : undefined), [original?.text, text])
  const corrected = original?.author_id === me
  const title = mine
    ? t('slip.mine', { name: writer })
    : corrected || !original
      ? t('slip.you', { name })
      : t('slip.other', { name, other: writer })
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups what is filled in
    <div
      role="group"
      className={s.slip}
      aria-label={pieces ? `${title}, ${t('slip.changes', { n: changes(pieces) })}` : title}
    >
      <div className={s.paper}>
        <div className={s.head}>
          <PencilLine size={16} aria-hidden />
          <bdi>{title}</bdi>
          <Meta message={message} time={time} standing={standing} onHistory={onHistory} />
        </div>
        <p className={s.diff} dir="auto">
          {pieces ? <Diff pieces={pieces} /> : plain(text)}
        </p>
        <Foot message={message} corrected={corrected} mine={mine} writer={writer} onReact={onReact} />
      </div>
    </div>
  )
}

/** The words are compared, not the signs around them, unless nothing else was changed. */
function between(before: string, after: string): readonly Piece[] {
  const pieces = diff(plain(before), plain(after))
  return changes(pieces) || before === after ? pieces : diff(before, after)
}

export function Diff({ pieces }: { pieces: readonly Piece[] }) {
  return pieces.map((piece, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the pieces are made of two texts and never reordered
    <Fragment key={at}>
      {piece.kind === 'same' ? (
        piece.text
      ) : (
        <>
          {piece.removed && (
            <del>
              <span className="only-heard">{t('slip.removed')} </span>
              {piece.removed}
            </del>
          )}
          {piece.removed && piece.added && APART}
          {piece.added && (
            <ins>
              <span className="only-heard">{t('slip.added')} </span>
              {piece.added}
            </ins>
          )}
        </>
      )}
    </Fragment>
  ))
}

interface FootProps {
  message: Message
  corrected: boolean
  mine: boolean
  writer: string
  onReact: (emoji: string) => void
}

function Foot({ message, corrected, mine, writer, onReact }: FootProps) {
  const thanks = message.reactions?.find(({ emoji }) => emoji === THANKS)
  const others = message.reactions?.filter(({ emoji }) => emoji !== THANKS)
  const [before] = useState(thanks?.mine === true)
  const copy = () =>
    void navigator.clipboard.writeText(message.text ?? '').then(
      () => toast(t('message.copied')),
      () => toast(t('app.failed')),
    )
  const star = () => void sync.messages.star(message).catch(fault => toast(faultText(fault)))
  return (
    <>
      <div className={s.foot}>
        {corrected && !mine && (
          <button
            type="button"
            aria-pressed={thanks?.mine === true}
            data-pops={(thanks?.mine === true && !before) || undefined}
            onClick={() => onReact(THANKS)}
          >
            <HandHeart size={16} aria-hidden />
            {thanks?.mine ? t('slip.thanked') : t('slip.thanks')}
          </button>
        )}
        {mine && thanks && (
          <span className={s.thanked}>
            <HandHeart size={16} aria-hidden />
            <bdi>{t('slip.thankedBy', { name: writer })}</bdi>
          </span>
        )}
        <button type="button" onClick={copy}>
          <Copy size={16} aria-hidden />
          {t('slip.copy')}
        </button>
        <button
          type="button"
          className={s.star}
          aria-pressed={message.starred === true}
          aria-label={message.starred ? t('message.unstar') : t('message.star')}
          onClick={star}
        >
          <Star size={16} aria-hidden />
        </button>
      </div>
      <Reactions message={{ ...message, reactions: others }} onReact={onReact} />
    </>
  )
}
