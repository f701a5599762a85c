// This page edits a person's own profile.
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { compare, countryName, formatDate, t } from '@/i18n'
import { faultText, fieldText } from '@/i18n/fault'
import { asProblem, type Problem } from '@/protocol/problem'
import * as server from '@/server/account'
import { countries as ofInstance } from '@/server/instance'
import { useStore } from '@/store/store'
import { session } from '@/sync/browser/session'
import { Avatar } from '@/ui/avatar/Avatar'
import { Button } from '@/ui/button/Button'
import { Facts } from '@/ui/facts/Facts'
import { Field } from '@/ui/field/Field'
import { Hero, Stack } from '@/ui/layout/Layout'
import { PictureButtons } from '@/ui/picture-buttons/PictureButtons'
import { Select } from '@/ui/select/Select'
import { toast } from '@/ui/toasts/Toasts'

const AboutMe = lazy(() => import('./AboutMe'))
const Identifiers = lazy(() => import('./Identifiers'))

export function Account() {
  const me = useStore(state => state.me)
  const [problem, setProblem] = useState<Problem>()
  const [busy, setBusy] = useState(false)
  const countries = useQuery(ofInstance)
  if (!me) return null
  const picture = (work: Promise<unknown>) => {
    setBusy(true)
    work.catch(fault => toast(faultText(fault))).finally(() => setBusy(false))
  }
  const options = (countries.data?.items ?? [{ code: me.country ?? 'US' }])
    .map(({ code }) => [code, countryName(code)] as const)
    .sort((a, b) => compare(a[1], b[1]))
  return (
    <>
      <Hero>
        <Avatar id={me.id} name={me.display_name} picture={me.avatar?.large} size={120} />
        <h2 dir="auto">{me.display_name}</h2>
        <p>
          <bdi>@{me.username}</bdi>
        </p>
        <PictureButtons
          has={me.avatar !== undefined}
          busy={busy}
          onPick={file => picture(server.setPicture(file).then(session.setMe))}
          onRemove={() => picture(server.removePicture().then(() => session.setMe({ ...me, avatar: undefined })))}
        />
      </Hero>
      <form
        onSubmit={event => {
          event.preventDefault()
          const form = new FormData(event.currentTarget)
          const text = (name: string) => String(form.get(name) ?? '').trim()
          setProblem(undefined)
          server
            .editMe({
              display_name: text('name'),
              username: text('username'),
              bio: text('bio'),
              country: text('country'),
            })
            .then(
              next => {
                session.setMe(next)
                toast(t('app.saved'))
              },
              fault => setProblem(asProblem(fault)),
            )
        }}
      >
        <Stack>
          <Field
            name="name"
            label={t('profile.name')}
            defaultValue={me.display_name}
            required
            error={problem && fieldText(problem, '/display_name')}
          />
          <Field
            name="username"
            label={t('profile.username')}
            hint={t('profile.usernameHint')}
            defaultValue={me.username}
            required
            dir="ltr"
            autoCapitalize="none"
            spellCheck={false}
            error={
              (problem && fieldText(problem, '/username')) ??
              (problem && problem.code !== 'validation_failed' ? faultText(problem) : undefined)
            }
          />
          <Field
            name="bio"
            label={t('profile.bio')}
            defaultValue={me.bio}
            maxLength={500}
            error={problem && fieldText(problem, '/bio')}
          />
          <Select
            name="country"
            label={t('profile.country')}
            defaultValue={me.country ?? undefined}
            key={options.length}
            options={options}
          />
          <Button kind="primary" type="submit">
            {t('app.save')}
          </Button>
        </Stack>
      </form>
      <Suspense fallback={null}>
        <AboutMe />
        <Identifiers />
      </Suspense>
      <Facts facts={[[t('info.joined'), formatDate(Date.parse(me.created_at))]]} />
    </>
  )
}
