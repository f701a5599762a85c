// The list of keys, made from the same data as their handler.
import { t } from '@/i18n'
import { Dialog } from '@/ui/Dialog'
import { SHORTCUTS, shown } from './keyboard'
import s from './keys.module.css'

export function Keys({ onClose }: { onClose: () => void }) {
  const rows = [
    ...SHORTCUTS.map(shortcut => ({ text: t(shortcut.text), keys: shown(shortcut) })),
    { text: t('keys.editLast'), keys: ['↑'] },
    { text: t('keys.escape'), keys: ['Esc'] },
  ]
  return (
    <Dialog title={t('keys.title')} onClose={onClose}>
      <dl className={s.keys}>
        {rows.map(({ text, keys }) => (
          <div key={text}>
            <dt>{text}</dt>
            <dd dir="ltr">
              {keys.map(key => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
