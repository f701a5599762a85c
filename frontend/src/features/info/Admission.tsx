// This dialog decides how people come into a group: its open invites, its join requests, and its bans.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Copy } from 'lucide-react'
import { type FormEvent, type ReactNode, useState } from 'react'
import { formatMoment, formatNumber, t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import * as server from '@/server/groups'
import { keys } from '@/server/keys'
import { Button } from '@/ui/button/Button'
import { Choice } from '@/ui/choice/Choice'
import { Dialog } from '@/ui/dialog/Dialog'
import { Waiting } from '@/ui/empty-state/EmptyState'
import { Field } from '@/ui/field/Field'
import { IconButton } from '@/ui/icon-button/IconButton'
import { Line, Section, Stack } from '@/ui/layout/Layout'
import { PersonText, TwoLines } from '@/ui/person/Person'
import { Switch } from '@/ui/switch/Switch'
import { toast } from '@/ui/toasts/Toasts'

export default function Admission({ chatId, onClose }: { chatId: string; onClose: () => void }) {
  const client = useQueryClient()
  const invites = useQuery(server.invites(chatId))
  const asking = useQuery(server.joinRequests(chatId))
  const bans = useQuery(server.bans(chatId))
  const act = (work: Promise<unknown>) =>
    void work
      .catch(fault => toast(faultText(fault)))
      .finally(() => client.invalidateQueries({ queryKey: keys.admission(chatId) }))
  const waiting = asking.data?.items ?? []
  const banned = bans.data?.items ?? []
  return (
    <Dialog title={t('admission.title')} onClose={onClose}>
      <Waiting of={invites} fault={faultText} />
      {waiting.length > 0 && <Section title={t('admission.asking')} />}
      <ul>
        {waiting.map(({ user }) => (
          <Line key={user.id}>
            <PersonText user={user} />
            <Button kind="primary" onClick={() => act(server.letIn(chatId, user.id))}>
              {t('chat.accept')}
            </Button>
            <Button onClick={() => act(server.turnAway(chatId, user.id))}>{t('chat.decline')}</Button>
          </Line>
        ))}
      </ul>
      {invites.data && <Section title={t('admission.invites')} />}
      <NewInvite chatId={chatId} onMade={() => client.invalidateQueries({ queryKey: keys.admission(chatId) })} />
      {invites.data?.items.length === 0 && <p>{t('admission.none')}</p>}
      <ul>
        {invites.data?.items.map(({ id, title, expires_at, used, approval, code }) => (
          <Line key={id}>
            <TwoLines>
              <strong dir="auto">{title ?? t('admission.link')}</strong>
              {code && <small dir="ltr">{linkOf(code)}</small>}
              <small>
                {joined([
                  t('admission.used', { n: used }),
                  expires_at && t('admission.until', { time: formatMoment(Date.parse(expires_at)) }),
                  approval && t('admission.approval'),
                ])}
              </small>
            </TwoLines>
            {code && (
              <IconButton label={t('admission.copy')} onClick={() => void copyLink(code)}>
                <Copy size={20} />
              </IconButton>
            )}
            <Button onClick={() => act(server.revoke(chatId, id))}>{t('admission.revoke')}</Button>
          </Line>
        ))}
      </ul>
      {banned.length > 0 && <Section title={t('admission.banned')} />}
      <ul>
        {banned.map(({ user }) => (
          <Line key={user.id}>
            <PersonText user={user} />
            <Button onClick={() => act(server.unban(chatId, user.id))}>{t('admission.unban')}</Button>
          </Line>
        ))}
      </ul>
      <Button kind="quiet" onClick={onClose}>
        {t('app.close')}
      </Button>
    </Dialog>
  )
}

const linkOf = (code: string) => `${location.origin}/i/${code}`

/** A browser that refuses leaves the link to be copied by hand: it is shown. */
const copyLink = (code: string) =>
  navigator.clipboard.writeText(linkOf(code)).then(
    () => toast(t('invite.copied')),
    () => undefined,
  )

const LIVES = ['0', '1', '7', '30'] as const
const USES = ['0', '1', '10', '100'] as const
const DAY_MS = 86_400_000

/** A link with conditions; it is copied at once. */
function NewInvite({ chatId, onMade }: { chatId: string; onMade: () => void }) {
  const [approval, setApproval] = useState(false)
  const [life, setLife] = useState<(typeof LIVES)[number]>('0')
  const [most, setMost] = useState<(typeof USES)[number]>('0')
  const make = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const [days, uses] = [Number(life), Number(most)]
    const body = {
      title: String(form.get('title') ?? '').trim() || undefined,
      expires_at: days ? new Date(Date.now() + days * DAY_MS).toISOString() : undefined,
      uses: uses || undefined,
      approval,
    }
    server
      .makeInvite(chatId, body)
      .then(({ code }) => {
        onMade()
        return copyLink(code)
      })
      .catch(fault => toast(faultText(fault)))
  }
  return (
    <form onSubmit={make}>
      <Stack>
        <Field name="title" label={t('admission.name')} maxLength={100} />
        <Choice
          label={t('admission.life')}
          value={life}
          options={LIVES.map(n => [n, n === '0' ? t('admission.noEnd') : t('group.days', { n: Number(n) })] as const)}
          onChange={setLife}
        />
        <Choice
          label={t('admission.uses')}
          value={most}
          options={USES.map(n => [n, n === '0' ? t('admission.anyUses') : formatNumber(Number(n))] as const)}
          onChange={setMost}
        />
        <Switch label={t('admission.letIn')} checked={approval} onChange={setApproval} />
        <Button type="submit">{t('invite.create')}</Button>
      </Stack>
    </form>
  )
}

const joined = (words: readonly (string | false | null | undefined)[]): ReactNode => words.filter(Boolean).join(' · ')
