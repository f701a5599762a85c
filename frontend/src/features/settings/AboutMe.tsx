// What seldom changes about me: the languages I speak and learn, and my gender.
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { formatMoment, t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import type { Me } from '@/protocol/types'
import { useStore } from '@/store/store'
import { session } from '@/sync/browser/session'
import { Button, Select } from '@/ui/controls'
import { Confirm } from '@/ui/Dialog'
import { Facts, Section, Stack } from '@/ui/layout'
import { toast } from '@/ui/Toasts'
import { overlaps, type Spoken, Tongues } from '@/ui/Tongues'
import ui from '@/ui/ui.module.css'
import * as server from './api'

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
  const all = useQuery({ queryKey: ['languages'], queryFn: server.languages, staleTime: Number.POSITIVE_INFINITY })
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
        {languages.length > 0 && <Tongues languages={languages} value={spoken} fixed={fixed} onChange={setSpoken} />}
        <p className={ui.hint} role="status">
          {fixed ? t('about.until', { time: formatMoment(freeAt) }) : t('about.rule')}
        </p>
        {!fixed && codes(spoken) !== codes(before) && <p className={ui.hint}>{t('about.careful')}</p>}
        {fault && (
          <p className={ui.error} role="alert">
            {fault}
          </p>
        )}
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
      <Select
        label={t('about.gender')}
        value={chosen}
        options={[['', t('gender.unsaid')], ...GENDERS.map(one => [one, t(`gender.${one}`)] as const)]}
        onChange={event => setChosen(event.target.value as Named | '')}
      />
      <p className={ui.hint}>{t('gender.hint')}</p>
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
