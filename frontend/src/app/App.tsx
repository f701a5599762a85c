// The application shows the chats to a person who is signed in, and the way in to anyone else.
import { Suspense, useRef } from 'react'
import { t } from '@/i18n'
import { chunk } from '@/lib/chunk'
import { Router, useAddress, usePath } from '@/lib/router'
import { usePreferences } from '@/store/preferences'
import { change, useStore } from '@/store/store'
import { Button } from '@/ui/button/Button'
import { Dialog } from '@/ui/dialog/Dialog'
import { Toasts } from '@/ui/toasts/Toasts'
import { Boundary } from './Boundary'
import { loadOnboarding } from './onboarding'

const SignedIn = chunk(() => import('./SignedIn'), { rare: true })
const Onboarding = chunk(loadOnboarding, { rare: true })

/** Getting an account back is a page by itself, no matter who is signed in here. */
const APART = ['/undo', '/way-in']

export function App() {
  const account = useStore(state => state.account)
  // Another language draws everything anew.
  const locale = usePreferences(chosen => `${chosen.locale}/${chosen.clock}`)
  // A person who was signed in a moment ago wants to sign in, not up.
  const been = useRef(false)
  if (account === 'in' || account === 'ended') been.current = true
  return (
    <Router key={locale} hook={useAddress}>
      <View inside={account === 'in'} first={been.current ? '/login' : '/signup'} />
      {account === 'ended' && (
        <Dialog title={t('app.ended')} onClose={() => change(state => ({ ...state, account: 'out' }))}>
          <p>{t('app.endedText')}</p>
          <Button kind="primary" wide onClick={() => change(state => ({ ...state, account: 'out' }))}>
            {t('app.signIn')}
          </Button>
        </Dialog>
      )}
      <Toasts />
    </Router>
  )
}

function View({ inside, first }: { inside: boolean; first: string }) {
  const pathname = usePath()
  return (
    <Boundary>
      <Suspense fallback={null}>
        {inside && !APART.includes(pathname) ? <SignedIn /> : <Onboarding first={first} />}
      </Suspense>
    </Boundary>
  )
}
