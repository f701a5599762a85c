// These are the forms on the way in after the first: code, password, second factor, new password.
import { useEffect, useState } from 'react'
import { t } from '@/i18n'
import { faultText, fieldText } from '@/i18n/fault'
import { useNavigate } from '@/lib/router'
import type { Instance } from '@/protocol/types'
import { Button } from '@/ui/button/Button'
import { Field } from '@/ui/field/Field'
import { Card, OtherWays, value } from './Card'
import s from './onboarding.module.css'
import type { StartProps } from './Start'
import type { Onboarding } from './useOnboarding'

function useSeconds(until: string | undefined): number {
  const left = () => (until ? Math.max(0, Math.ceil((Date.parse(until) - Date.now()) / 1000)) : 0)
  const [seconds, setSeconds] = useState(left)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `left` is made of `until`
  useEffect(() => {
    setSeconds(left())
    const timer = setInterval(() => setSeconds(left()), 1000)
    return () => clearInterval(timer)
  }, [until])
  return seconds
}

const clock = (seconds: number) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`

export function Code({ on }: { on: Onboarding }) {
  const { challenge } = on.way
  const [code, setCode] = useState('')
  const left = useSeconds(challenge?.expires_at)
  const wait = useSeconds(challenge?.resend_available_at)
  const length = challenge?.code_length ?? 6
  const wrong = on.problem?.code === 'otp_invalid_or_expired'
  const error = wrong
    ? t('code.wrong', { left: on.problem?.body.attempts_left ?? 0 })
    : on.problem && faultText(on.problem)
  return (
    <Card title={t('code.title')} text={t('code.sent', { target: challenge?.masked ?? '' })}>
      <form
        className={s.code}
        onSubmit={event => {
          event.preventDefault()
          void on.verify(code)
        }}
      >
        <Field
          label={t('code.label')}
          dir="ltr"
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={length}
          value={code}
          error={left === 0 ? t('code.expired') : error}
          hint={left > 0 ? t('code.expires', { time: clock(left) }) : undefined}
          onChange={event => {
            const typed = event.target.value.replace(/\D/g, '').slice(0, length)
            setCode(typed)
            on.forget()
            if (typed.length === length && !on.busy) void on.verify(typed)
          }}
          autoFocus
        />
        <Button kind="primary" wide type="submit" busy={on.busy} disabled={code.length < length}>
          {t('start.continue')}
        </Button>
      </form>
      <p className="only-heard" role="status">
        {left === 60 || left === 10 ? t('code.soon', { seconds: left }) : ''}
      </p>
      <div className={s.links}>
        <Button
          kind="quiet"
          wide
          disabled={wait > 0 || on.busy}
          onClick={() => {
            setCode('')
            void on.resend()
          }}
        >
          {wait > 0 ? t('code.resendIn', { time: clock(wait) }) : t('code.resend')}
        </Button>
        <Button kind="quiet" wide onClick={() => history.back()}>
          {t('code.change')}
        </Button>
      </div>
    </Card>
  )
}

export function Password({ on, instance, providers }: Omit<StartProps, 'purpose'>) {
  const navigate = useNavigate()
  const wrong = on.problem?.code === 'invalid_credentials' || on.problem?.code === 'validation_failed'
  return (
    <Card first title={t('login.title')}>
      {on.way.told && (
        <p className={s.good} role="status">
          {on.way.told === 'reset' ? t('reset.done') : t('oauth.link')}
        </p>
      )}
      <form
        onSubmit={event => {
          event.preventDefault()
          void on.login(value(event, 'identifier'), value(event, 'password'))
        }}
      >
        <Field
          name="identifier"
          label={t('login.identifier')}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          defaultValue={on.way.identifier}
          required
        />
        <Field
          name="password"
          type="password"
          label={t('login.password')}
          autoComplete="current-password"
          required
          error={wrong ? t('login.wrong') : on.problem && faultText(on.problem)}
        />
        <Button kind="primary" wide type="submit" busy={on.busy}>
          {t('login.submit')}
        </Button>
      </form>
      <div className={s.links}>
        <OtherWays on={on} providers={providers} />
        <Button kind="quiet" wide onClick={() => navigate('/login/code')}>
          {t('login.code')}
        </Button>
        <Button kind="quiet" wide onClick={() => navigate('/reset')}>
          {t('login.forgot')}
        </Button>
        {instance?.registration !== 'closed' && (
          <Button kind="quiet" wide onClick={() => navigate('/signup')}>
            {t('start.new')}
          </Button>
        )}
      </div>
    </Card>
  )
}

export function SecondStep({ on }: { on: Onboarding }) {
  return (
    <Card title={t('login.second')} text={t('login.secondText')}>
      <form
        onSubmit={event => {
          event.preventDefault()
          void on.secondFactor(value(event, 'code'))
        }}
      >
        <Field
          name="code"
          label={t('code.label')}
          autoComplete="one-time-code"
          autoCapitalize="none"
          required
          error={on.problem && faultText(on.problem)}
        />
        <Button kind="primary" wide type="submit" busy={on.busy}>
          {t('start.continue')}
        </Button>
      </form>
    </Card>
  )
}

export function NewPassword({ on, instance, text }: { on: Onboarding; instance?: Instance; text?: string }) {
  const [differ, setDiffer] = useState(false)
  return (
    <Card title={t('reset.title')} text={text ?? t('reset.text')}>
      <form
        onSubmit={event => {
          event.preventDefault()
          const password = value(event, 'password')
          const same = password === value(event, 'again')
          setDiffer(!same)
          if (same) void on.reset(password)
        }}
      >
        <Field
          name="password"
          type="password"
          label={t('security.next')}
          autoComplete="new-password"
          required
          hint={instance && t('profile.passwordHint', { n: instance.password.min_length })}
          error={on.problem && (fieldText(on.problem, '/password') ?? faultText(on.problem))}
        />
        <Field
          name="again"
          type="password"
          label={t('profile.again')}
          autoComplete="new-password"
          required
          error={differ ? t('profile.differ') : undefined}
        />
        <Button kind="primary" wide type="submit" busy={on.busy}>
          {t('app.save')}
        </Button>
      </form>
    </Card>
  )
}
