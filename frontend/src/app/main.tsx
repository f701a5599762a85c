// The application begins here: the address of the API, the language and the session come before the first paint.
import '@fontsource-variable/inter'
import '@/ui/tokens.css'
import '@/ui/base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { faultWords, isLocale, preferred, setInstanceName, speak } from '@/i18n'
import { setBase } from '@/protocol/http'
import { watchInstall } from '@/store/install'
import { follow, preferences, show } from '@/store/preferences'
import { change } from '@/store/store'
import { session } from '@/sync/browser/session'
import { App } from './App'
import { loadOnboarding } from './onboarding'
import { registerWorker } from './worker'

async function configure() {
  try {
    const answer = await fetch('/config.json')
    const config: unknown = await answer.json()
    if (typeof config === 'object' && config !== null && 'api' in config && typeof config.api === 'string')
      setBase(config.api)
  } catch {
    // The usual case of a page shown offline: the API is where the page came from.
  }
}

/** Strangers do not load what only those who are signed in need. */
async function resume() {
  if (!session.mayBeSignedIn()) {
    void loadOnboarding().catch(() => undefined)
    return change(state => ({ ...state, account: 'out' }))
  }
  const { sync } = await import('@/sync/browser/sync')
  await sync.begin()
}

async function main() {
  const { locale, clock } = preferences.getState()
  show()
  watchInstall()
  // The server writes its name into the page.
  if (document.title) setInstanceName(document.title)
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', show)
  addEventListener('storage', follow)
  await Promise.all([
    speak(isLocale(locale) ? locale : preferred(navigator.languages), clock),
    configure().then(resume),
  ])
  const root = document.getElementById('root')
  if (root) {
    createRoot(root).render(
      <StrictMode>
        <App />
      </StrictMode>,
    )
  }
  registerWorker()
  void faultWords().catch(() => undefined)
}

void main()
