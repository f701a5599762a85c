// The preview is a short thread as the choices make it look. It is a picture: nothing in it can be pressed.
import { CheckCheck, PencilLine } from 'lucide-react'
import { formatDay, formatTime, t } from '@/i18n'
import s from './preview.module.css'

const MINUTE = 60_000

export function Preview() {
  const now = Date.now()
  const at = (minutes: number) => formatTime(now - minutes * MINUTE)
  return (
    <div className={s.thread} aria-hidden>
      <span className={s.day}>{formatDay(now, now)}</span>
      <p className={s.bubble}>
        {t('look.sampleAsk')}
        <small>{at(9)}</small>
      </p>
      <p className={s.bubble} data-mine="true">
        {t('look.sampleYes')}
        <small>
          {at(7)} <CheckCheck size={15} />
        </small>
      </p>
      <div className={s.slip}>
        <div className={s.paper}>
          <strong className={s.head}>
            <PencilLine size={16} />
            {t('look.sampleTitle')}
          </strong>
          <p className={s.diff}>
            {t('look.sampleBegin')} <del>{t('look.sampleWrong')}</del>&zwnj; <ins>{t('look.sampleRight')}</ins>{' '}
            {t('look.sampleEnd')}
          </p>
        </div>
      </div>
      <p className={s.bubble} data-mine="true">
        {t('look.sampleThanks')}
        <small>
          {at(2)} <CheckCheck size={15} />
        </small>
      </p>
    </div>
  )
}
