// This dialog changes a group; admins and the owner see it.
import { type FormEvent, useState } from 'react'
import { t } from '@/i18n'
import { faultText, fieldText } from '@/i18n/fault'
import * as server from '@/server/groups'
import type { ChatEntry } from '@/store/state'
import { sync } from '@/sync/browser/sync'
import { Button } from '@/ui/button/Button'
import { Dialog, DialogButtons } from '@/ui/dialog/Dialog'
import { Field } from '@/ui/field/Field'
import { ErrorText } from '@/ui/hint/Hint'
import { Stack } from '@/ui/layout/Layout'
import { Select } from '@/ui/select/Select'
import { Switch } from '@/ui/switch/Switch'
import { toast } from '@/ui/toasts/Toasts'

const PAUSES = [0, 10, 30, 60, 300, 900, 3600] as const
const DAYS = [0, 7, 30, 90, 365] as const

/** The choices with what is set now, which a program may have set otherwise. */
const withNow = (choices: readonly number[], now: number) => [...new Set([...choices, now])].sort((a, b) => a - b)

const pauseText = (seconds: number) =>
  seconds === 0
    ? t('group.noPause')
    : seconds < 60
      ? t('group.seconds', { n: seconds })
      : t('group.minutes', { n: Math.round(seconds / 60) })

/** Only what changed is sent: some of it is for the owner alone. */
function changesOf(chat: ChatEntry, form: FormData, { open, history }: { open: boolean; history: boolean }) {
  const text = (name: string) => String(form.get(name) ?? '').trim()
  const wanted: server.GroupEdit = {
    title: text('title'),
    description: text('description') || null,
    handle: text('handle').toLowerCase() || null,
    visibility: open ? 'public' : 'private',
    history: history ? 'all' : 'since_join',
    slow_mode: Number(text('slow_mode')),
    ...(chat.me.role === 'owner' ? { retention_days: Number(text('retention')) || null } : {}),
  }
  return Object.fromEntries(
    Object.entries(wanted).filter(([name, value]) => value !== (chat[name as keyof ChatEntry] ?? null)),
  )
}

/** What is wrong with a field; a short name that is taken is told of the whole request. */
const errorAt = (fault: unknown, pointer: string) =>
  fieldText(fault, pointer) ??
  (pointer === '/handle' && (fault as { code?: string }).code === 'handle_taken' ? faultText(fault) : undefined)

export default function EditGroup({ chat, onClose }: { chat: ChatEntry; onClose: () => void }) {
  const [open, setOpen] = useState(chat.visibility === 'public')
  const [history, setHistory] = useState(chat.history === 'all')
  const [fault, setFault] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const changed = changesOf(chat, new FormData(event.currentTarget), { open, history })
    if (Object.keys(changed).length === 0) return onClose()
    setBusy(true)
    setFault(undefined)
    server.edit(chat.id, changed).then(
      answer => {
        sync.chats.take(answer)
        toast(t('app.saved'))
        onClose()
      },
      refused => {
        setBusy(false)
        setFault(refused)
      },
    )
  }
  const error = (pointer: string) => (fault === undefined ? undefined : errorAt(fault, pointer))
  const shown = ['/title', '/description', '/handle'].some(error)
  return (
    <Dialog title={t('info.edit')} onClose={onClose}>
      <form onSubmit={save}>
        <Stack>
          <NameFields chat={chat} error={error} />
          <div>
            <Switch label={t('group.public')} checked={open} onChange={setOpen} />
            <Switch label={t('group.history')} checked={history} onChange={setHistory} />
          </div>
          <RuleFields chat={chat} />
          {fault !== undefined && !shown && <ErrorText>{faultText(fault)}</ErrorText>}
        </Stack>
        <DialogButtons onClose={onClose}>
          <Button kind="primary" type="submit" busy={busy}>
            {t('app.save')}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  )
}

interface NameProps {
  chat: ChatEntry
  error: (pointer: string) => string | undefined
}

function NameFields({ chat, error }: NameProps) {
  return (
    <>
      <Field
        name="title"
        label={t('group.title')}
        defaultValue={chat.title ?? ''}
        required
        maxLength={100}
        error={error('/title')}
      />
      <Field
        name="description"
        label={t('group.description')}
        defaultValue={chat.description ?? ''}
        maxLength={500}
        error={error('/description')}
      />
      <Field
        name="handle"
        label={t('group.handle')}
        hint={t('group.handleHint')}
        defaultValue={chat.handle ?? ''}
        maxLength={32}
        dir="ltr"
        autoCapitalize="none"
        spellCheck={false}
        error={error('/handle')}
      />
    </>
  )
}

/** How fast members write, and, for the owner, how long messages are kept. */
function RuleFields({ chat }: { chat: ChatEntry }) {
  return (
    <>
      <Select
        name="slow_mode"
        label={t('group.slow')}
        defaultValue={chat.slow_mode}
        options={withNow(PAUSES, chat.slow_mode).map(seconds => [String(seconds), pauseText(seconds)] as const)}
      />
      {chat.me.role === 'owner' && (
        <Select
          name="retention"
          label={t('group.keep')}
          defaultValue={chat.retention_days ?? 0}
          options={withNow(DAYS, chat.retention_days ?? 0).map(
            days => [String(days), days === 0 ? t('group.keepAll') : t('group.days', { n: days })] as const,
          )}
        />
      )}
    </>
  )
}
