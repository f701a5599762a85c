// This page says which language messages are translated into, and when the translation shows.
import { useQuery } from '@tanstack/react-query'
import { compare, languageName, t } from '@/i18n'
import { instance as ofInstance } from '@/server/instance'
import { prefer, usePreferences } from '@/store/preferences'
import { useStore } from '@/store/store'
import { Stack } from '@/ui/layout/Layout'
import { Select } from '@/ui/select/Select'
import { Switch } from '@/ui/switch/Switch'

export function TranslationSettings() {
  const chosen = usePreferences(all => all)
  const native = useStore(state => state.me?.native_languages[0])
  const instance = useQuery(ofInstance)
  const targets = [...new Set(instance.data?.features.translation.flatMap(pair => pair.targets))]
  if (instance.data && targets.length === 0) {
    return (
      <Stack>
        <p>{t('translation.none')}</p>
      </Stack>
    )
  }
  const options = targets.map(code => [code, languageName(code)] as const).sort((a, b) => compare(a[1], b[1]))
  return (
    <Stack>
      <Select
        label={t('translation.into')}
        value={chosen.translateTo ?? ''}
        options={[['', t('translation.native', { language: languageName(native ?? 'en') })], ...options]}
        onChange={event => prefer({ translateTo: event.target.value || undefined })}
      />
      <Switch label={t('translation.learner')} checked={chosen.learner} onChange={learner => prefer({ learner })} />
    </Stack>
  )
}
