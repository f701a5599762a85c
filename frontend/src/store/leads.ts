// A chat leads its reader to messages they have not seen: those that mention them, and their own with new reactions.
// Numbers only, ascending. Pure.
import type { ChatEntry, Message } from './state'

const MOST = 100

/** Whether a message speaks to a person: by name, or to all. */
export const speaksTo = ({ author_id, mentions, entities, deleted_at }: Message, me: string | undefined) =>
  me !== undefined &&
  author_id !== me &&
  !deleted_at &&
  (mentions?.includes(me) === true || entities?.some(one => one.kind === 'mention' && !one.user_id) === true)

/** The same list where nothing changes. */
function among(seqs: readonly number[], seq: number, is: boolean): readonly number[] {
  if (seqs.includes(seq) === is) return seqs
  if (!is) return seqs.filter(one => one !== seq)
  return seqs.length < MOST ? [...seqs, seq].sort((a, b) => a - b) : seqs
}

type Led = Pick<ChatEntry, 'mentioned_in' | 'reacted_to'>

/** With a message that came, was changed or was deleted. */
export function withLead(led: Led, message: Message, me: string | undefined, readSeq: number): Led {
  const { seq, hidden, deleted_at } = message
  const spoken = seq > readSeq && !hidden && speaksTo(message, me)
  return {
    mentioned_in: among(led.mentioned_in, seq, spoken) as number[],
    reacted_to: (hidden || deleted_at ? among(led.reacted_to, seq, false) : led.reacted_to) as number[],
  }
}

export const withNewReactions = (chat: ChatEntry, seq: number, are: boolean): ChatEntry => {
  const reacted_to = among(chat.reacted_to, seq, are) as number[]
  return reacted_to === chat.reacted_to ? chat : { ...chat, reacted_to }
}

/** What was read leads to nothing any more. */
export const unreadMentions = (chat: ChatEntry, readSeq: number) => chat.mentioned_in.filter(seq => seq > readSeq)
