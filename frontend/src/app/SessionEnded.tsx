// This dialog tells a person that their session was ended from elsewhere, and leads them to sign in again.
import { t } from '@/i18n'
import { change } from '@/store/store'
import { Button } from '@/ui/button/Button'
import { Dialog } from '@/ui/dialog/Dialog'

const signInAgain = () => change(state => ({ ...state, account: 'out' }))

export default function SessionEnded() {
  return (
    <Dialog title={t('app.ended')} onClose={signInAgain}>
      <p>{t('app.endedText')}</p>
      <Button kind="primary" wide onClick={signInAgain}>
        {t('app.signIn')}
      </Button>
    </Dialog>
  )
}
