// This dialog asks before a report is sent or a person is blocked.
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useStore } from 'zustand'
import { t } from '@/i18n'
import { faultText } from '@/i18n/fault'
import type { ReportReason } from '@/protocol/types'
import * as server from '@/server/people'
import { type Asking, askAbout, asking, type Target } from '@/store/asking'
import { Button } from '@/ui/button/Button'
import { Dialog, DialogButtons } from '@/ui/dialog/Dialog'
import { Field } from '@/ui/field/Field'
import { Stack } from '@/ui/layout/Layout'
import { Select } from '@/ui/select/Select'
import { Switch } from '@/ui/switch/Switch'
import { toast } from '@/ui/toasts/Toasts'

const REASONS = [
  'spam',
  'harassment',
  'hate',
  'sexual',
  'violence',
  'child_safety',
  'self_harm',
  'impersonation',
  'other',
] as const satisfies readonly ReportReason[]

export default function Safety() {
  const now = useStore(asking, all => all.now)
  const close = () => askAbout(undefined)
  if (now?.kind === 'report') return <Report target={now.target} onClose={close} />
  if (now?.kind === 'block') return <Block of={now} onClose={close} />
  return null
}

function useBlocked() {
  const client = useQueryClient()
  return () => {
    for (const queryKey of server.changedByBlocking) void client.invalidateQueries({ queryKey })
  }
}

function Report({ target, onClose }: { target: Target; onClose: () => void }) {
  const { userId, chatId, seq, name } = target
  const [reason, setReason] = useState<ReportReason>('spam')
  const [blocks, setBlocks] = useState(false)
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<string>()
  const told = useBlocked()
  const send = async (text: string) => {
    setBusy(true)
    setFault(undefined)
    try {
      const what = seq === undefined && userId ? { user_id: userId } : { chat_id: chatId, seq }
      await server.report({ ...what, reason, ...(text ? { text } : {}) })
      if (blocks && userId) {
        await server.block(userId)
        told()
      }
      toast(t('report.sent'))
      onClose()
    } catch (refused) {
      setFault(faultText(refused))
      setBusy(false)
    }
  }
  const title = seq !== undefined ? t('report.message') : t('report.title', { name: name ?? '' })
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        onSubmit={event => {
          event.preventDefault()
          void send(String(new FormData(event.currentTarget).get('text') ?? '').trim())
        }}
      >
        <Stack>
          <p>{seq === undefined ? t('report.text') : t('report.messageText')}</p>
          <Select
            label={t('report.reason')}
            value={reason}
            options={REASONS.map(one => [one, t(`report.${one}`)] as const)}
            onChange={event => setReason(event.target.value as ReportReason)}
          />
          <Field name="text" label={t('report.more')} maxLength={1000} error={fault} />
          {userId && <Switch label={t('report.block')} checked={blocks} onChange={setBlocks} />}
        </Stack>
        <DialogButtons onClose={onClose}>
          <Button kind="danger" type="submit" busy={busy}>
            {t('report.send')}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  )
}

function Block({ of, onClose }: { of: Extract<Asking, { kind: 'block' }>; onClose: () => void }) {
  const [busy, setBusy] = useState(false)
  const told = useBlocked()
  const run = () => {
    setBusy(true)
    server.block(of.userId).then(
      () => {
        told()
        toast(t('block.done', { name: of.name }), {
          text: t('menu.undo'),
          run: () => void server.unblock(of.userId).then(told, fault => toast(faultText(fault))),
        })
        onClose()
      },
      fault => {
        setBusy(false)
        toast(faultText(fault))
      },
    )
  }
  return (
    <Dialog title={t('block.title', { name: of.name })} onClose={onClose}>
      <p>{t('block.text')}</p>
      <p>{t('block.quiet')}</p>
      <DialogButtons onClose={onClose}>
        <Button kind="danger" busy={busy} onClick={run}>
          {t('info.block')}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
