// This form has what seldom changes about a person: the languages they speak and learn, and their gender.
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { formatMoment, t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import type { Me } from '@/protocol/types'
import * as server from '@/server/account'
import { languages as ofInstance } from '@/server/instance'
import { useStore } from '@/store/store'
import { session } from '@/sync/browser/session'
import { Button } from '@/ui/button/Button'
import { Choice } from '@/ui/choice/Choice'
import { Confirm } from '@/ui/dialog/Dialog'
import { Facts } from '@/ui/facts/Facts'
import { ErrorText, Hint } from '@/ui/hint/Hint'
import { LanguageFields, overlaps, type Spoken } from '@/ui/language-fields/LanguageFields'
import { Section, Stack } from '@/ui/layout/Layout'
import { toast } from '@/ui/toasts/Toasts'

export default function AboutMe() {
  const me = useStore(state => state.me)
  if (!me) return null
  return (
    <>
      <Languages key={`${me.native_languages} ${me.learning_languages.map(({ code }) => code)}`} me={me} />
      <Gender me={me} />
    </>
  )
}

const codes = (spoken: Spoken) =>
  spoken.learning
    .map(({ code }) => code)
    .sort()
    .join()

function Languages({ me }: { me: Me }) {
  const all = useQuery(ofInstance)
  const before: Spoken = { native: me.native_languages, learning: me.learning_languages }
  const [spoken, setSpoken] = useState(before)
  const [fault, setFault] = useState<string>()
  const [busy, setBusy] = useState(false)
  const freeAt = me.learning_free_at ? Date.parse(me.learning_free_at) : 0
  const fixed = freeAt > Date.now()
  const languages = all.data?.items.map(({ code }) => code) ?? []
  const save = () => {
    if (overlaps(spoken)) return setFault(t('profile.both'))
    setFault(undefined)
    setBusy(true)
    server
      .editMe({ native_languages: [...spoken.native], learning_languages: [...spoken.learning] })
      .then(
        next => {
          session.setMe(next)
          toast(t('app.saved'))
        },
        refused => setFault(faultText(refused)),
      )
      .finally(() => setBusy(false))
  }
  return (
    <>
      <Section title={t('about.languages')} />
      <Stack>
        {languages.length > 0 && (
          <LanguageFields languages={languages} value={spoken} fixed={fixed} onChange={setSpoken} />
        )}
        <Hint live>{fixed ? t('about.until', { time: formatMoment(freeAt) }) : t('about.rule')}</Hint>
        {!fixed && codes(spoken) !== codes(before) && <Hint>{t('about.careful')}</Hint>}
        {fault && <ErrorText>{fault}</ErrorText>}
        <Button kind="primary" busy={busy} onClick={save}>
          {t('about.save')}
        </Button>
      </Stack>
    </>
  )
}

const GENDERS = ['woman', 'man', 'non_binary', 'other'] as const
type Named = (typeof GENDERS)[number]

function Gender({ me }: { me: Me }) {
  const [chosen, setChosen] = useState<Named | ''>('')
  const [sure, setSure] = useState(false)
  if (me.gender) return <Facts facts={[[t('about.gender'), t(`gender.${me.gender}`)]]} />
  const save = () => {
    if (!chosen) return
    server.editMe({ gender: chosen }).then(
      next => {
        session.setMe(next)
        toast(t('app.saved'))
      },
      fault => toast(faultText(fault)),
    )
  }
  return (
    <Stack>
      <Choice
        label={t('about.gender')}
        value={chosen}
        options={[['', t('gender.unsaid')], ...GENDERS.map(one => [one, t(`gender.${one}`)] as const)]}
        list
        onChange={setChosen}
      />
      <Hint>{t('gender.hint')}</Hint>
      {chosen && <Button onClick={() => setSure(true)}>{t('gender.set')}</Button>}
      {sure && chosen && (
        <Confirm
          title={t('about.gender')}
          text={t('gender.sure', { name: t(`gender.${chosen}`) })}
          action={t('gender.set')}
          onClose={() => setSure(false)}
          onConfirm={save}
        />
      )}
    </Stack>
  )
}
