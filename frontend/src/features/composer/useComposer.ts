// This hook knows what is written in one chat: its draft, what it edits, and when others hear that the person types.
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { t } from '@/i18n'
import { preferences } from '@/store/preferences'
import { draftOf } from '@/store/select'
import type { Message } from '@/store/state'
import { read, useStore } from '@/store/store'
import { sync } from '@/sync/browser/sync'
import { toast } from '@/ui/toasts/Toasts'

const DRAFT_MS = 400
const TYPING_MS = 3000
const MARKS: Record<string, string> = { b: '*', i: '_', e: '`' }
const SHIFTED: Record<string, string> = { x: '~', l: '||' }

/** What is written is about another message: a change of it, an answer to it, a correction of it. */
export interface About {
  readonly kind: 'edit' | 'reply' | 'correct'
  readonly message: Message
}

interface Options {
  chatId: string
  limit: number
  about: About | undefined
  stop: () => void
  editLast: () => void
}

export function useComposer({ chatId, limit, about, stop, editLast }: Options) {
  const field = useRef<HTMLTextAreaElement>(null)
  const [text, setText] = useState(() => draftOf(read(), chatId))
  const told = useRef(0)
  const saving = useRef<ReturnType<typeof setTimeout>>(undefined)
  const latest = useRef(text)
  latest.current = text
  const draft = useStore(state => draftOf(state, chatId))
  const saved = useRef(draft)

  // An answer keeps what was written already; the others begin with the message's own text.
  const rewriting = about && about.kind !== 'reply' ? about : undefined

  // The draft waits while a message is edited, and is kept when the chat is left.
  useEffect(() => {
    if (rewriting) setText(rewriting.message.text ?? '')
    else setText(draftOf(read(), chatId))
    field.current?.focus()
  }, [chatId, rewriting])
  useEffect(() => {
    if (about) field.current?.focus()
  }, [about])
  useEffect(() => {
    if (rewriting) return undefined
    return () => {
      clearTimeout(saving.current)
      sync.drafts.save(chatId, latest.current)
    }
  }, [chatId, rewriting])

  // Another device has gone on writing; what is being typed here is never touched.
  useEffect(() => {
    const untouched = latest.current === saved.current
    saved.current = draft
    if (untouched && !rewriting) setText(draft)
  }, [draft, rewriting])

  function change(next: string) {
    setText(next)
    if (rewriting) return
    clearTimeout(saving.current)
    saving.current = setTimeout(() => sync.drafts.save(chatId, next), DRAFT_MS)
    if (next.trim() && Date.now() - told.current > TYPING_MS) {
      told.current = Date.now()
      sync.chats.typing(chatId, true)
    }
    // An emptied field is not being written in.
    if (!next.trim() && told.current) {
      told.current = 0
      sync.chats.typing(chatId, false)
    }
  }

  const over = [...text].length > limit
  const ready = text.trim() !== '' && !over

  function submit() {
    if (!ready) return
    const written = text.trim()
    stop()
    if (about?.kind === 'edit') {
      if (written !== about.message.text)
        void sync.messages.edit(about.message, written).catch(() => toast(t('message.editFailed')))
      return
    }
    if (about?.kind === 'correct') return sync.messages.send(chatId, written, { corrects: about.message.seq })
    sync.messages.send(chatId, written, { replyTo: about?.message.seq })
    clearTimeout(saving.current)
    latest.current = ''
    setText('')
    sync.drafts.save(chatId, '')
    if (told.current) sync.chats.typing(chatId, false)
    told.current = 0
    field.current?.focus()
  }

  function insert(piece: string, start?: number) {
    const element = field.current
    const from = start ?? element?.selectionStart ?? text.length
    const to = element?.selectionEnd ?? text.length
    change(text.slice(0, from) + piece + text.slice(to))
    requestAnimationFrame(() => {
      element?.focus()
      element?.setSelectionRange(from + piece.length, from + piece.length)
    })
  }

  function wrap(mark: string) {
    const element = field.current
    if (!element || element.selectionStart === element.selectionEnd) return
    const { selectionStart: from, selectionEnd: to } = element
    change(text.slice(0, from) + mark + text.slice(from, to) + mark + text.slice(to))
    requestAnimationFrame(() => element.setSelectionRange(from + mark.length, to + mark.length))
  }

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>) {
    // Enter chooses a candidate while a character is being composed; 229 is what older engines say then.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return
    const command = event.ctrlKey || event.metaKey
    if (event.key === 'Enter') {
      const byCtrl = preferences.getState().sendBy === 'ctrl-enter'
      const touch = matchMedia('(pointer: coarse)').matches
      if (command || (!event.shiftKey && !byCtrl && !touch)) {
        event.preventDefault()
        submit()
      }
      return
    }
    if (event.key === 'Escape' && about) {
      event.stopPropagation()
      return stop()
    }
    if (event.key === 'ArrowUp' && text === '' && !about) {
      event.preventDefault()
      return editLast()
    }
    const mark = command ? (event.shiftKey ? SHIFTED : MARKS)[event.key.toLowerCase()] : undefined
    if (mark) {
      event.preventDefault()
      wrap(mark)
    }
  }

  return { field, text, change, submit, insert, onKeyDown, ready, left: limit - [...text].length }
}
