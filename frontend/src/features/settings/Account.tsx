// This page edits a person's own profile.
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { compare, countryName, formatDate, t } from '@/i18n'
import { faultText, fieldText } from '@/i18n/fault'
import { chunk } from '@/lib/chunk'
import { asProblem, type Problem } from '@/protocol/problem'
import type { Me } from '@/protocol/types'
import * as server from '@/server/account'
import { countries as ofInstance } from '@/server/instance'
import { useStore } from '@/store/store'
import { session } from '@/sync/browser/session'
import { Avatar } from '@/ui/avatar/Avatar'
import { Button } from '@/ui/button/Button'
import { Facts } from '@/ui/facts/Facts'
import { Field } from '@/ui/field/Field'
import { Later } from '@/ui/later/Later'
import { Hero, Stack } from '@/ui/layout/Layout'
import { PictureButtons } from '@/ui/picture-buttons/PictureButtons'
import { Select } from '@/ui/select/Select'
import { toast } from '@/ui/toasts/Toasts'

const AboutMe = chunk(() => import('./AboutMe'))
const Identifiers = chunk(() => import('./Identifiers'))

export function Account() {
  const me = useStore(state => state.me)
  const [problem, setProblem] = useState<Problem>()
  if (!me) return null
  const save = (event: FormEvent<HTMLFormElement>) => {
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
  }
  return (
    <>
      <Portrait me={me} />
      <form onSubmit={save}>
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
            error={problem && usernameError(problem)}
          />
          <Field
            name="bio"
            label={t('profile.bio')}
            defaultValue={me.bio}
            maxLength={500}
            error={problem && fieldText(problem, '/bio')}
          />
          <CountryField country={me.country ?? undefined} />
          <Button kind="primary" type="submit">
            {t('app.save')}
          </Button>
        </Stack>
      </form>
      <Later>
        <AboutMe />
        <Identifiers />
      </Later>
      <Facts facts={[[t('info.joined'), formatDate(Date.parse(me.created_at))]]} />
    </>
  )
}

/** What is told of no field is told here, since a username that is taken is told of the whole request. */
const usernameError = (problem: Problem) =>
  fieldText(problem, '/username') ?? (problem.code !== 'validation_failed' ? faultText(problem) : undefined)

function Portrait({ me }: { me: Me }) {
  const [busy, setBusy] = useState(false)
  const picture = (work: Promise<unknown>) => {
    setBusy(true)
    work.catch(fault => toast(faultText(fault))).finally(() => setBusy(false))
  }
  return (
    <Hero>
      <Avatar id={me.id} name={me.display_name} picture={me.avatar?.large} size={112} />
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
  )
}

function CountryField({ country }: { country: string | undefined }) {
  const countries = useQuery(ofInstance)
  const options = (countries.data?.items ?? [{ code: country ?? 'US' }])
    .map(({ code }) => [code, countryName(code)] as const)
    .sort((a, b) => compare(a[1], b[1]))
  return (
    <Select name="country" label={t('profile.country')} defaultValue={country} key={options.length} options={options} />
  )
}
