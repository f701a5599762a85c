// These parts stand above a message's text: where it comes from, and what it answers.
import { t } from '@/i18n'
import { plain } from '@/lib/markup/plain'
import { Link } from '@/lib/router'
import { jumpTo } from '@/store/jumps'
import type { Message } from '@/store/state'
import { useStore } from '@/store/store'
import { find } from '@/store/thread'
import s from './around-text.module.css'

export function AboveText({ message }: { message: Message }) {
  return (
    <>
      {message.forwarded_from && <Forwarded userId={message.forwarded_from.user_id} />}
      {message.reply_to && <Quote message={message} />}
    </>
  )
}

function Forwarded({ userId }: { userId: string }) {
  const name = useStore(state => state.users[userId]?.display_name ?? '…')
  return <span className={s.origin}>{t('message.forwarded', { name })}</span>
}

/** Drawn from the original where that is held: its text may have changed since. */
function Quote({ message }: { message: Message }) {
  const seq = message.reply_to?.seq ?? 0
  const original = useStore(state => find(state.threads[message.chat_id], seq))
  const author = original?.author_id ?? message.reply_to?.author_id
  const name = useStore(state =>
    author && author === state.me?.id ? t('message.me') : (state.users[author ?? '']?.display_name ?? '…'),
  )
  const gone = original?.deleted_at !== undefined || message.reply_to?.deleted
  return (
    <Link to={`/c/${message.chat_id}/m/${seq}`} className={s.reply} onClick={() => jumpTo(message.chat_id, seq)}>
      <span className="only-heard">{t('message.replyTo', { name })}</span>
      <strong dir="auto" aria-hidden>
        {name}
      </strong>
      <span dir="auto">
        {gone ? t('message.deleted') : original?.text ? plain(original.text, true) : (message.reply_to?.excerpt ?? '…')}
      </span>
    </Link>
  )
}
