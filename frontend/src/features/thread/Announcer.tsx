// The announcer tells screen readers what has come in; the list itself stays quiet, since rows also appear by
// scrolling.

import { useEffect, useState } from 'react'
import { formatTime, t } from '@/i18n'
import { plain } from '@/lib/markup/plain'
import { read } from '@/store/store'
import { sync } from '@/sync/browser/sync'

const TOGETHER_MS = 1000

export default function Announcer({ chatId }: { chatId: string }) {
  const [words, setWords] = useState('')
  useEffect(() => {
    let waiting: string[] = []
    let timer: ReturnType<typeof setTimeout> | undefined
    const speak = () => {
      timer = undefined
      setWords(waiting.length === 1 ? (waiting[0] ?? '') : t('chat.new', { n: waiting.length }))
      waiting = []
    }
    const stop = sync.onArrival(({ message }) => {
      if (message.chat_id !== chatId || message.kind === 'service') return
      const name = read().users[message.author_id ?? '']?.display_name ?? ''
      waiting.push(
        t('message.said', {
          name,
          time: formatTime(Date.parse(message.created_at)),
          text: plain(message.text ?? '', true),
        }),
      )
      timer ??= setTimeout(speak, TOGETHER_MS)
    })
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [chatId])
  return (
    <div className="only-heard" role="log">
      {words}
    </div>
  )
}
