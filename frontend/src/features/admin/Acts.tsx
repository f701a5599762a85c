// An administrator acts on an account here. Before what cannot be taken back the page asks once; before what touches
// the ways to sign in it asks who is asking.
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { t } from '@/i18n'
import { useNavigate } from '@/lib/router'
import * as server from '@/server/admin'
import { keys } from '@/server/keys'
import { Button } from '@/ui/button/Button'
import { Confirm } from '@/ui/dialog/Dialog'
import { Stack } from '@/ui/layout/Layout'
import { toast } from '@/ui/toasts/Toasts'
import { Suspend } from './Suspend'
import { useProven } from './useProven'
import { WayIn } from './WayIn'

type Asked = 'sessions' | 'suspend' | 'admin' | 'noAdmin' | 'factor' | 'wayIn' | 'delete'

interface Props {
  of: server.Detail
  /** An administrator does nothing to their own account here. */
  self: boolean
  onDone: () => Promise<unknown>
}

export function Acts({ of, self, onDone }: Props) {
  const [asked, setAsked] = useState<Asked>()
  const [wayIn, setWayIn] = useState<server.WayIn>()
  const acts = useActs(of.user, onDone, setWayIn)
  if (self) return null
  const { user } = of
  return (
    <Stack>
      <Button onClick={() => setAsked('sessions')} disabled={of.sessions === 0}>
        {t('admin.endSessions')}
      </Button>
      <Button onClick={() => setAsked('wayIn')}>{t('admin.makeWayIn')}</Button>
      {of.second_factor && <Button onClick={() => setAsked('factor')}>{t('admin.removeFactor')}</Button>}
      {user.is_admin ? (
        <Button onClick={() => setAsked('noAdmin')}>{t('admin.endAdmin')}</Button>
      ) : (
        <Button onClick={() => setAsked('admin')}>{t('admin.makeAdmin')}</Button>
      )}
      {user.suspended_at ? (
        <Button onClick={acts.unsuspend}>{t('admin.unsuspend')}</Button>
      ) : (
        <Button onClick={() => setAsked('suspend')}>{t('admin.suspend')}</Button>
      )}
      <Button kind="danger" onClick={() => setAsked('delete')}>
        {t('admin.delete')}
      </Button>
      {asked && <Ask what={asked} name={user.display_name} acts={acts} onClose={() => setAsked(undefined)} />}
      {acts.dialog}
      {wayIn && <WayIn wayIn={wayIn} name={user.display_name} onClose={() => setWayIn(undefined)} />}
    </Stack>
  )
}

function useActs(user: server.User, onDone: Props['onDone'], onWayIn: (made: server.WayIn) => void) {
  const navigate = useNavigate()
  const client = useQueryClient()
  const proven = useProven()
  const { id } = user
  const run = (work: () => Promise<unknown>, said = t('app.saved')) =>
    proven.run(async () => {
      await work()
      toast(said)
      await Promise.all([client.invalidateQueries({ queryKey: keys.consoleUsers }), onDone()])
    })
  return {
    dialog: proven.dialog,
    endSessions: () => run(() => server.endSessions(id)),
    setAdmin: (is: boolean) => run(() => server.setAdmin(id, is)),
    suspend: (reason: string) => run(() => server.suspend(id, reason)),
    unsuspend: () => run(() => server.unsuspend(id)),
    removeFactor: () => run(() => server.removeFactor(id), t('admin.factorRemoved')),
    makeWayIn: () => proven.run(async () => onWayIn(await server.makeWayIn(id))),
    remove: () =>
      proven.run(async () => {
        await server.deleteAccount(id)
        toast(t('admin.accountDeleted'))
        // The list is not shown as it was.
        client.removeQueries({ queryKey: keys.consoleUsers })
        navigate('/admin/users')
      }),
  }
}

interface AskProps {
  what: Asked
  name: string
  acts: ReturnType<typeof useActs>
  onClose: () => void
}
function Ask({ what, name, acts, onClose }: AskProps) {
  switch (what) {
    case 'suspend':
      return <Suspend onSuspend={acts.suspend} onClose={onClose} />
    case 'admin':
      return (
        <Confirm
          kind="primary"
          title={t('admin.makeAdmin')}
          text={t('admin.makeAdminText')}
          action={t('admin.makeAdmin')}
          onConfirm={() => acts.setAdmin(true)}
          onClose={onClose}
        />
      )
    case 'sessions':
      return (
        <Confirm
          title={t('admin.endSessions')}
          text={t('admin.endSessionsText')}
          action={t('admin.endSessions')}
          onConfirm={acts.endSessions}
          onClose={onClose}
        />
      )
    case 'noAdmin':
      return (
        <Confirm
          title={t('admin.endAdmin')}
          text={t('admin.endAdminText')}
          action={t('admin.endAdmin')}
          onConfirm={() => acts.setAdmin(false)}
          onClose={onClose}
        />
      )
    case 'factor':
      return (
        <Confirm
          title={t('admin.removeFactor')}
          text={t('admin.removeFactorText')}
          action={t('admin.removeFactor')}
          onConfirm={acts.removeFactor}
          onClose={onClose}
        />
      )
    case 'wayIn':
      return (
        <Confirm
          kind="primary"
          title={t('admin.makeWayIn')}
          text={t('admin.makeWayInText')}
          action={t('admin.makeWayIn')}
          onConfirm={acts.makeWayIn}
          onClose={onClose}
        />
      )
    case 'delete':
      return (
        <Confirm
          title={t('admin.deleteTitle', { name })}
          text={t('admin.deleteText')}
          action={t('admin.delete')}
          onConfirm={acts.remove}
          onClose={onClose}
        />
      )
  }
}
