// The help lists the keys by where they work.
import { t } from '@/i18n'
import { usePreferences } from '@/store/preferences'
import { Dialog } from '@/ui/dialog/Dialog'
import { keyGroups } from './keyGroups'
import s from './keys.module.css'

export function KeyHelp({ onClose }: { onClose: () => void }) {
  const sendBy = usePreferences(chosen => chosen.sendBy)
  return (
    <Dialog title={t('keys.title')} onClose={onClose}>
      {keyGroups(sendBy).map(({ title, lines }) => (
        <section key={title} className={s.group}>
          <h3>{t(title)}</h3>
          <dl className={s.keys}>
            {lines.map(({ text, keys }) => (
              <div key={keys.join()}>
                <dt>{t(text)}</dt>
                <dd dir="ltr">
                  {keys.map(key => (
                    <kbd key={key}>{key}</kbd>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  )
}
