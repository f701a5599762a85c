// This carries out what a key stands for, wherever the focus is. It shows nothing.
import { useEffect } from 'react'
import { useNavigate, usePath } from '@/lib/router'
import { lay, liftOverlay, overlay } from '@/store/overlay'
import { preferences } from '@/store/preferences'
import { chatList } from '@/store/select'
import { read } from '@/store/store'
import { type Action, actionOf } from './keyboard'

export default function Keys() {
  const navigate = useNavigate()
  const pathname = usePath()
  useEffect(() => {
    const chatId = /^\/c\/([^/]+)/.exec(pathname)?.[1]
    const beside = (step: number) => {
      const list = chatList(read().chats, 'all')
      const now = list.findIndex(chat => chat.id === chatId)
      const next = list[now < 0 ? 0 : now + step]
      if (next) navigate(`/c/${next.id}`)
    }
    const run = (action: Action) => {
      switch (action) {
        case 'palette':
          return overlay.getState().now?.kind === 'palette' ? liftOverlay() : lay({ kind: 'palette' })
        case 'search':
          return document.querySelector<HTMLElement>('[data-search]')?.focus()
        case 'find':
          return document.querySelector<HTMLElement>('[data-find]')?.click()
        case 'previous':
          return beside(-1)
        case 'next':
          return beside(1)
        case 'region':
          return cycle(1)
        case 'regionBack':
          return cycle(-1)
        case 'newChat':
          return navigate('/new/chat')
        case 'newGroup':
          return navigate('/new/group')
        case 'info':
          if (chatId) navigate(pathname.endsWith('/info') ? `/c/${chatId}` : `/c/${chatId}/info`)
          return
        case 'settings':
          return navigate('/settings')
        case 'help':
          return lay({ kind: 'keys' })
      }
    }
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.isComposing) return
      if (
        event.key === 'Escape' &&
        !event.defaultPrevented &&
        !document.querySelector('dialog[open], [popover]:popover-open')
      ) {
        if (pathname.endsWith('/info')) navigate(`/c/${chatId}`)
        else if (pathname !== '/' && !(event.target instanceof HTMLInputElement)) navigate('/')
        return
      }
      if (event.key === '?' && preferences.getState().letterKeys && !isWriting(event.target)) {
        event.preventDefault()
        return lay({ kind: 'keys' })
      }
      const action = actionOf(event)
      // Without a chat, looking in the page is the browser's own business.
      if (!action || (action === 'find' && !document.querySelector('[data-find]'))) return
      event.preventDefault()
      run(action)
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [navigate, pathname])
  return null
}

/** Where a letter is a letter. */
const isWriting = (target: EventTarget | null) =>
  target instanceof Element && target.closest('input, textarea, select, [contenteditable]') !== null

/** F6 goes round the parts of the window, as it does in the browser itself. */
function cycle(step: number) {
  const regions = [
    document.querySelector<HTMLElement>('[data-search]'),
    document.querySelector<HTMLElement>('[data-region="list"] a'),
    document.querySelector<HTMLElement>('[data-region="thread"] article[tabindex="0"]'),
    document.querySelector<HTMLElement>('[data-composer]'),
    document.querySelector<HTMLElement>('[data-region="page"] :is(a, button, input)'),
    document.querySelector<HTMLElement>('aside :is(a, button)'),
  ].filter(element => element !== null)
  const active = document.activeElement
  const parts = regions.map(region => region.closest('[data-region], form, header, aside') ?? region)
  const now = parts.findIndex(part => part.contains(active))
  regions.at((now + step) % regions.length)?.focus()
}
