// The server may have been upgraded while this page is open: then it has a newer version of the application, and chunks
// of this one may be gone. Both name the version by the first script of the page, whose name changes with its content.
import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { t } from '@/i18n'
import { Button } from '@/ui/button/Button'

const newer = createStore(() => false)

const own = () => {
  const script = document.querySelector<HTMLScriptElement>('script[type="module"][src]')
  return script && new URL(script.src, location.href).pathname.slice(1)
}

/** What cannot be asked now is asked again with the next occasion. */
export function askVersion() {
  void fetch('/version.json', { cache: 'no-store' })
    .then(answer => answer.json())
    .then(
      (version: unknown) => {
        const entry = typeof version === 'object' && version !== null && 'entry' in version ? version.entry : undefined
        if (typeof entry === 'string') newer.setState(entry !== own(), true)
      },
      () => undefined,
    )
}

export const useNewer = () => useStore(newer)
export const reload = () => location.reload()

/** Where there is a newer version, the button that gets it stands in place of its children. */
export function NewVersion({ children }: { children: ReactNode }) {
  if (!useNewer()) return children
  return (
    <>
      <p>{t('version.new')}</p>
      <Button kind="primary" onClick={reload}>
        {t('version.reload')}
      </Button>
    </>
  )
}
