// The first page of signing up, of signing in by code and of setting a new password asks where a code goes, and what
// else the instance wants.
import { useState } from 'react'
import { t } from '@/i18n'
import { faultText, fieldText } from '@/i18n/fault'
import { useNavigate } from '@/lib/router'
import type { Instance, Purpose } from '@/protocol/types'
import { Button } from '@/ui/button/Button'
import { Field } from '@/ui/field/Field'
import { Card, OtherWays, type Providers, value } from './Card'
import s from './onboarding.module.css'
import type { Onboarding } from './useOnboarding'

export interface StartProps {
  on: Onboarding
  purpose: Purpose
  instance?: Instance
  providers: Providers
}

/** Where the instance could not be asked what it sends to, both are offered. */
const channels = (instance: Instance | undefined) => ({
  mail: instance?.features.mail ?? true,
  sms: instance?.features.sms ?? true,
})

function identifierWords(instance: Instance | undefined) {
  const { mail, sms } = channels(instance)
  if (mail && sms) return [t('start.identifier'), t('start.hint')] as const
  return mail
    ? ([t('start.email'), t('start.emailHint')] as const)
    : ([t('start.phone'), t('start.phoneHint')] as const)
}

export function Start({ on, purpose, instance, providers }: StartProps) {
  const navigate = useNavigate()
  const [missing, setMissing] = useState<'identifier' | 'invite'>()
  const registering = purpose === 'register'
  const { mail, sms } = channels(instance)
  const sends = mail || sms
  const invites = registering && instance?.registration === 'invite'
  const optional = registering && (invites || instance?.registration === 'open')
  const closed = registering && instance?.registration === 'closed'
  const unable = !sends && !optional
  const title = registering ? t('start.title') : purpose === 'reset_password' ? t('reset.title') : t('login.title')
  const text = registering ? t('start.text') : purpose === 'reset_password' ? t('reset.ask') : undefined
  const [label, hint] = identifierWords(instance)
  const fault = on.problem && (fieldText(on.problem, '/identifier') ?? faultText(on.problem))
  return (
    <Card first title={title} text={closed ? t('start.closed') : unable ? t('start.unable') : text}>
      {!closed && !unable && (
        <form
          noValidate
          onSubmit={event => {
            event.preventDefault()
            const identifier = value(event, 'identifier')
            const invite = value(event, 'invite')
            if (invites) on.carry({ invite })
            if (invites && !invite) return setMissing('invite')
            if (!identifier && !optional) return setMissing('identifier')
            setMissing(undefined)
            if (identifier) void on.sendCode(purpose, identifier)
            else on.withoutCode()
          }}
        >
          {invites && <InviteField invite={on.way.invite} missing={missing === 'invite'} />}
          {sends && (
            <Field
              name="identifier"
              label={optional ? t('start.optional', { label }) : label}
              hint={optional ? t('start.optionalHint') : hint}
              error={missing === 'identifier' ? t('start.required') : fault}
              autoComplete="username"
              inputMode={mail ? 'email' : 'tel'}
              autoCapitalize="none"
              spellCheck={false}
              defaultValue={on.way.identifier}
              autoFocus={!invites || Boolean(on.way.invite)}
            />
          )}
          <Button kind="primary" wide type="submit" busy={on.busy}>
            {t('start.continue')}
          </Button>
        </form>
      )}
      <p className={s.or}>{t('start.or')}</p>
      <div className={s.links}>
        {!closed && <OtherWays on={on} providers={providers} />}
        <Button kind="quiet" wide onClick={() => navigate('/login')}>
          {registering ? t('start.have') : t('start.password')}
        </Button>
      </div>
    </Card>
  )
}

function InviteField({ invite, missing }: { invite: string | undefined; missing: boolean }) {
  return (
    <Field
      name="invite"
      label={t('start.invite')}
      hint={t('start.inviteHint')}
      error={missing ? t('start.required') : undefined}
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      dir="ltr"
      defaultValue={invite}
      autoFocus={!invite}
    />
  )
}
