// A session that was ended elsewhere is said to have ended; the way on leads to signing in.
import { t } from '@/i18n'
import { change } from '@/store/store'
import { Button } from '@/ui/button/Button'
import { Dialog } from '@/ui/dialog/Dialog'

const leave = () => change(state => ({ ...state, account: 'out' }))

export default function Ended() {
  return (
    <Dialog title={t('app.ended')} onClose={leave}>
      <p>{t('app.endedText')}</p>
      <Button kind="primary" wide onClick={leave}>
        {t('app.signIn')}
      </Button>
    </Dialog>
  )
}
