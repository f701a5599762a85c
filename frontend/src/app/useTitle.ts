// The title and the icon of the installed application say how many messages wait. Which chat is open is said here, too.
import { useEffect } from 'react'
import { instanceName, t } from '@/i18n'
import { lookAt } from '@/store/looking'
import { peerOf } from '@/store/saved'
import { unreadTotal } from '@/store/select'
import { useStore } from '@/store/store'

export function useTitle(chatId: string | undefined) {
  const unread = useStore(state => unreadTotal(state.chats, Date.now()))
  const name = useStore(state => {
    const chat = chatId ? state.chats[chatId] : undefined
    return peerOf(state, chat, t('saved.title'))?.display_name ?? chat?.title
  })
  useEffect(() => lookAt(chatId), [chatId])
  useEffect(() => {
    document.title = `${unread > 0 ? `(${unread}) ` : ''}${name ? `${name} – ` : ''}${instanceName()}`
    if ('setAppBadge' in navigator)
      void (unread > 0 ? navigator.setAppBadge(unread) : navigator.clearAppBadge()).catch(() => undefined)
  }, [unread, name])
}
