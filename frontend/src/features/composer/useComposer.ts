// This hook knows what is written in one chat: its draft, what it edits, and when others hear that the person types.
import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { t } from '@/i18n'
import { preferences } from '@/store/preferences'
import { draftOf } from '@/store/select'
import type { Message } from '@/store/state'
import { read, useStore } from '@/store/store'
import { sync } from '@/sync/browser/sync'
import { toast } from '@/ui/toasts/Toasts'
import type { Format } from './format'

const DRAFT_MS = 400
const TYPING_MS = 3000
const FORMATS: Record<string, Format> = { b: 'bold', i: 'italic', e: 'code' }
const SHIFTED: Record<string, Format> = { x: 'strike', l: 'spoiler', '.': 'quote' }

/** What is written is about another message: a change of it, or an answer to it. */
export interface About {
  readonly kind: 'edit' | 'reply'
  readonly message: Message
}

interface Options {
  chatId: string
  limit: number
  about: About | undefined
  stop: () => void
  editLast: () => void
}

type Field = RefObject<HTMLTextAreaElement | null>

/** The text of the field, and the draft that is made of it while no message is edited. */
function useDraft(chatId: string, rewriting: Message | undefined) {
  const [text, setText] = useState(() => draftOf(read(), chatId))
  const saving = useRef<ReturnType<typeof setTimeout>>(undefined)
  const latest = useRef(text)
  latest.current = text
  const draft = useStore(state => draftOf(state, chatId))
  const saved = useRef(draft)

  // The draft waits while a message is edited, and is kept when the field, the chat or the page is left.
  useEffect(() => {
    if (rewriting) setText(rewriting.text ?? '')
    else setText(draftOf(read(), chatId))
  }, [chatId, rewriting])
  useEffect(() => {
    if (rewriting) return undefined
    const save = () => {
      clearTimeout(saving.current)
      sync.drafts.save(chatId, latest.current)
    }
    addEventListener('focusout', save)
    addEventListener('pagehide', save)
    return () => {
      removeEventListener('focusout', save)
      removeEventListener('pagehide', save)
      save()
    }
  }, [chatId, rewriting])

  // Another device has gone on writing; what is being typed here is never touched.
  useEffect(() => {
    const untouched = latest.current === saved.current
    saved.current = draft
    if (untouched && !rewriting) setText(draft)
  }, [draft, rewriting])

  return {
    text,
    setText,
    saveSoon(next: string) {
      clearTimeout(saving.current)
      saving.current = setTimeout(() => sync.drafts.save(chatId, next), DRAFT_MS)
    },
    empty() {
      clearTimeout(saving.current)
      latest.current = ''
      setText('')
      sync.drafts.save(chatId, '')
    },
  }
}

/** Tells the others that a person types, not at every letter, and that they have stopped. */
function useTyping(chatId: string) {
  const told = useRef(0)
  return {
    on() {
      if (Date.now() - told.current <= TYPING_MS) return
      told.current = Date.now()
      sync.chats.typing(chatId, true)
    },
    off() {
      if (told.current) sync.chats.typing(chatId, false)
      told.current = 0
    },
  }
}

/** Puts pieces into the field where the caret is. */
function inserting(field: Field, text: string, change: (next: string) => void) {
  /** `stay` leaves the focus where it is: what is pressed there may be pressed again. */
  function insert(piece: string, start?: number, stay = false) {
    const element = field.current
    const from = start ?? element?.selectionStart ?? text.length
    const to = element?.selectionEnd ?? text.length
    if (element && !stay) {
      element.focus()
      element.setSelectionRange(from, to)
      // As if it were typed, so that it can be undone.
      if (document.execCommand('insertText', false, piece)) return
    }
    // At once: the next letter may be typed before the page is drawn again.
    flushSync(() => change(text.slice(0, from) + piece + text.slice(to)))
    element?.setSelectionRange(from + piece.length, from + piece.length)
  }
  return insert
}

/** What a key of the field does, if it does more than write. */
function keysOf({ text, about, stop, editLast, submit }: Keys) {
  return function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>) {
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
    if (!command || event.altKey) return
    // Where letters are not Latin, and where Shift makes another sign, the place of the key counts.
    const { key, code, currentTarget } = event
    const name = /^[a-z]$/i.test(key) ? key.toLowerCase() : code === 'Period' ? '.' : code.slice(3).toLowerCase()
    const format = (event.shiftKey ? SHIFTED : FORMATS)[name]
    if (!format) return
    event.preventDefault()
    void import('./format').then(
      ({ apply }) => apply(currentTarget, format),
      () => toast(t('app.notLoaded')),
    )
  }
}

interface Keys extends Pick<Options, 'about' | 'stop' | 'editLast'> {
  text: string
  submit: () => void
}

export function useComposer({ chatId, limit, about, stop, editLast }: Options) {
  const field = useRef<HTMLTextAreaElement>(null)
  // An answer keeps what was written already; a change begins with the message's own text.
  const rewriting = about && about.kind !== 'reply' ? about.message : undefined
  const { text, setText, saveSoon, empty } = useDraft(chatId, rewriting)
  const typing = useTyping(chatId)

  // biome-ignore lint/correctness/useExhaustiveDependencies: another chat or message is the reason
  useEffect(() => {
    // On a phone the keyboard would cover what one came to read.
    if (rewriting || !matchMedia('(pointer: coarse)').matches) field.current?.focus()
  }, [chatId, rewriting])
  useEffect(() => {
    if (about) field.current?.focus()
  }, [about])

  function change(next: string) {
    setText(next)
    if (rewriting) return
    saveSoon(next)
    // An emptied field is not being written in.
    if (next.trim()) typing.on()
    else typing.off()
  }

  const left = limit - [...text].length
  const ready = text.trim() !== '' && left >= 0

  function submit() {
    if (!ready) return
    const written = text.trim()
    stop()
    if (about?.kind === 'edit') {
      if (written !== about.message.text)
        void sync.messages.edit(about.message, written).catch(() => toast(t('message.editFailed')))
      return
    }
    sync.messages.send(chatId, written, { replyTo: about?.message.seq })
    empty()
    typing.off()
    field.current?.focus()
  }

  const insert = inserting(field, text, change)
  const onKeyDown = keysOf({ text, about, stop, editLast, submit })
  return { field, text, change, submit, insert, onKeyDown, ready, left }
}
