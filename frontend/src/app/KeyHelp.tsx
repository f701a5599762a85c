// The help lists the keys, from the same data as their handler.
import { t } from '@/i18n'
import { Dialog } from '@/ui/dialog/Dialog'
import { SHORTCUTS, shown } from './keyboard'
import s from './keys.module.css'

const LETTERS = [
  ['message.reply', 'R'],
  ['message.edit', 'E'],
  ['message.forward', 'F'],
  ['message.star', 'S'],
  ['message.translate', 'T'],
  ['message.correct', 'C'],
  ['message.select', '␣'],
  ['message.delete', 'Del'],
] as const

export function KeyHelp({ onClose }: { onClose: () => void }) {
  const rows = [
    ...SHORTCUTS.map(shortcut => ({ text: t(shortcut.text), keys: shown(shortcut) })),
    { text: t('keys.editLast'), keys: ['↑'] },
    ...LETTERS.map(([text, key]) => ({ text: `${t('keys.onMessage')} ${t(text)}`, keys: [key] })),
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
