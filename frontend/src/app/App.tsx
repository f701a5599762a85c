// The application shows the chats to a person who is signed in, and the way in to anyone else.
import { Suspense, useRef } from 'react'
import { chunk } from '@/lib/chunk'
import { Router, useAddress, usePath } from '@/lib/router'
import { usePreferences } from '@/store/preferences'
import { useStore } from '@/store/store'
import { Later } from '@/ui/later/Later'
import { Toasts } from '@/ui/toasts/Toasts'
import { Boundary } from './Boundary'
import { loadOnboarding } from './onboarding'

const SignedIn = chunk(() => import('./SignedIn'), { rare: true })
const SessionEnded = chunk(() => import('./SessionEnded'))
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
      <Later>{account === 'ended' && <SessionEnded />}</Later>
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
