// What is being written in one chat: its draft, what it edits, and when others hear that somebody types.
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { t } from '@/i18n'
import { preferences } from '@/store/preferences'
import type { Message } from '@/store/state'
import { read } from '@/store/store'
import { edit, saveDraft, send, typing } from '@/sync/commands'
import { toast } from '@/ui/Toasts'

const DRAFT_MS = 400
const TYPING_MS = 3000
const MARKS: Record<string, string> = { b: '*', i: '_', e: '`' }
const SHIFTED: Record<string, string> = { x: '~', l: '||' }

interface Options {
  chatId: string
  limit: number
  editing: Message | undefined
  stopEditing: () => void
  editLast: () => void
}

export function useComposer({ chatId, limit, editing, stopEditing, editLast }: Options) {
  const field = useRef<HTMLTextAreaElement>(null)
  const [text, setText] = useState(() => read().drafts[chatId] ?? '')
  const told = useRef(0)
  const saving = useRef<ReturnType<typeof setTimeout>>(undefined)
  const latest = useRef(text)
  latest.current = text

  // The draft waits while a message is edited, and is kept when the chat is left.
  useEffect(() => {
    if (editing) setText(editing.text ?? '')
    else setText(read().drafts[chatId] ?? '')
    field.current?.focus()
  }, [chatId, editing])
  useEffect(() => {
    if (editing) return undefined
    return () => {
      clearTimeout(saving.current)
      saveDraft(chatId, latest.current)
    }
  }, [chatId, editing])

  function change(next: string) {
    setText(next)
    if (editing) return
    clearTimeout(saving.current)
    saving.current = setTimeout(() => saveDraft(chatId, next), DRAFT_MS)
    if (next.trim() && Date.now() - told.current > TYPING_MS) {
      told.current = Date.now()
      typing(chatId, true)
    }
  }

  const over = [...text].length > limit
  const ready = text.trim() !== '' && !over

  function submit() {
    if (!ready) return
    const written = text.trim()
    if (editing) {
      if (written !== editing.text) void edit(editing, written).catch(() => toast(t('message.editFailed')))
      stopEditing()
      return
    }
    send(chatId, written)
    clearTimeout(saving.current)
    latest.current = ''
    setText('')
    saveDraft(chatId, '')
    if (told.current) typing(chatId, false)
    told.current = 0
    field.current?.focus()
  }

  function insert(piece: string) {
    const element = field.current
    const from = element?.selectionStart ?? text.length
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
    // Enter chooses a candidate while somebody composes a character; 229 is what older engines say then.
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
    if (event.key === 'Escape' && editing) {
      event.stopPropagation()
      return stopEditing()
    }
    if (event.key === 'ArrowUp' && text === '' && !editing) {
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
