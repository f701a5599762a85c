// This hook knows what is in force at the instance, and sends what was typed as far as it is another value.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { setInstanceName, t } from '@/i18n'
import { faultText, fieldText } from '@/i18n/fault'
import { apiUrl } from '@/protocol/http'
import { isProblem } from '@/protocol/problem'
import * as server from '@/server/admin'
import { setLogo } from '@/ui/logo/logo'
import { toast } from '@/ui/toasts/Toasts'

export type Name = keyof server.InstanceEdit
export type Typed = Readonly<Record<Name, string>>

/** The product's own picture. */
const OWN_LOGO = '/favicon.svg'
const MINUTE = 60

/** The values as they are typed. */
export const typedOf = (now: server.Instance): Typed => ({
  name: now.name,
  registration: now.registration,
  default_room: now.default_room ?? '',
  edit_window_seconds: String(now.edit_window_seconds / MINUTE),
  group_members: String(now.group_members),
  chats_per_user: String(now.chats_per_user),
})

/** `undefined`: not a number. */
function read(name: Name, text: string): string | number | null | undefined {
  if (text === '') return null
  if (name === 'name' || name === 'registration') return text
  if (name === 'default_room') return text.toLowerCase()
  const number = Number(text) * (name === 'edit_window_seconds' ? MINUTE : 1)
  return Number.isFinite(number) ? Math.round(number) : undefined
}

/** What was changed, and the fields that hold no number where one is wanted. An emptied field goes back to the configuration. */
export function editOf(before: Typed, after: Typed): { edit: server.InstanceEdit; wrong: readonly Name[] } {
  const names = (Object.keys(before) as Name[]).filter(name => before[name] !== after[name])
  const values = names.map(name => [name, read(name, after[name])] as const)
  return {
    edit: Object.fromEntries(values.filter(([, value]) => value !== undefined)),
    wrong: values.flatMap(([name, value]) => (value === undefined ? [name] : [])),
  }
}

export function useInstance() {
  const client = useQueryClient()
  const query = useQuery(server.instance)
  const [fault, setFault] = useState<unknown>()
  const [wrong, setWrong] = useState<readonly Name[]>([])
  const [busy, setBusy] = useState(false)
  const [saved, setSaved] = useState(0)

  /** What is in force afterwards is shown, in the fields and on the page itself. */
  const change = (work: () => Promise<unknown>, refused: (fault: unknown) => void, after?: () => void) => {
    setBusy(true)
    setFault(undefined)
    work()
      .then(() => client.fetchQuery({ ...server.instance, staleTime: 0 }))
      .then(({ now, logo }) => {
        setInstanceName(now.name)
        setLogo(logo ? apiUrl(logo) : OWN_LOGO)
        after?.()
        toast(t('app.saved'))
      })
      .catch(refused)
      .finally(() => setBusy(false))
  }

  return {
    query,
    busy,
    /** How often the fields were saved. */
    saved,
    logo: query.data?.logo ? apiUrl(query.data.logo) : OWN_LOGO,
    save: (before: Typed, after: Typed) => {
      const { edit, wrong } = editOf(before, after)
      setWrong(wrong)
      if (wrong.length > 0 || Object.keys(edit).length === 0) return setFault(undefined)
      change(
        () => server.editInstance(edit),
        setFault,
        () => setSaved(saved + 1),
      )
    },
    giveBack: (name: Name) => change(() => server.editInstance({ [name]: null }), setFault),
    pick: (file: File) => change(() => server.setLogo(file), told),
    removeLogo: () => change(server.removeLogo, told),
    error(name: Name): string | undefined {
      if (wrong.includes(name)) return t('admin.wholeNumber')
      if (fault === undefined) return undefined
      const about = fieldText(fault, `/${name}`)
      return about && name === 'registration' && lacksChannel(fault) ? t('admin.noChannel') : about
    },
    /** A refusal that is about no field. */
    fault: fault !== undefined && !isProblem(fault, 'validation_failed') ? faultText(fault) : undefined,
  }
}

const told = (fault: unknown) => toast(faultText(fault))
const lacksChannel = (fault: unknown) =>
  isProblem(fault, 'validation_failed') && (fault.body.errors ?? []).some(({ code }) => code === 'no_channel')
