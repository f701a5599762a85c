// A translation stands under the message's own words.
import { useEffect, useState } from 'react'
import { useStore as useShared } from 'zustand'
import { languageName, t } from '@/i18n'
import { usePreferences } from '@/store/preferences'
import type { Message } from '@/store/state'
import s from './around-text.module.css'
import { requestTranslation } from './requestTranslation'
import { Text } from './Text'
import { keyOf, setMade, translations } from './translations'

/** `wanted` is the language the whole chat is read in, if any. */
export default function TranslatedText({ message, wanted }: { message: Message; wanted?: string }) {
  const made = useShared(translations, ({ made }) => made[keyOf(message)])
  const learner = usePreferences(chosen => chosen.learner)
  const [open, setOpen] = useState(false)
  const target = wanted ?? made?.target
  const stale = target !== undefined && (made?.wording !== message.text || made?.target !== target)
  useEffect(() => {
    if (stale && target) void requestTranslation(message, target, true)
  }, [stale, target, message])
  if (!made || stale) return null
  switch (made.state) {
    case 'busy':
      return <span className={s.translating}>{t('translation.busy')}</span>
    case 'failed':
      return (
        <span className={s.translating} role="status">
          {made.text ?? t('translation.failed')}{' '}
          <button type="button" onClick={() => void requestTranslation(message, made.target)}>
            {t('app.retry')}
          </button>
        </span>
      )
    case 'done':
  }
  const close = () => setMade(message, undefined)
  const hide = !wanted && (
    <button type="button" onClick={close}>
      {t('translation.hide')}
    </button>
  )
  if (made.source === made.target) {
    // Where the whole chat is translated, what needs none is no news.
    if (wanted) return null
    return (
      <span className={s.translating}>
        {t('translation.same', { language: languageName(made.target) })} {hide}
      </span>
    )
  }
  if (learner && wanted && !open) {
    return (
      <span className={s.translating}>
        <button type="button" onClick={() => setOpen(true)}>
          {t('translation.show')}
        </button>
      </span>
    )
  }
  return (
    <span className={s.translated}>
      <span lang={made.target} dir="auto" data-translation>
        <Text text={made.text ?? ''} />
      </span>
      <small>
        {t('translation.by', { language: languageName(made.source ?? ''), engine: made.engine ?? '' })} {hide}
      </small>
    </span>
  )
}
