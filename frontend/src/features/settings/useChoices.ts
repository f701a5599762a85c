// A page of choices shows a new choice at once, and takes it back if the server rejects it.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { faultText } from '@/i18n/fault'
import { toast } from '@/ui/toasts/Toasts'

/** All choices of the page are stored together. */
export function useChoices<T>(
  of: { queryKey: readonly string[]; queryFn: () => Promise<T> },
  store: (next: T) => Promise<T>,
) {
  const client = useQueryClient()
  const query = useQuery(of)
  const turn = useRef<Promise<unknown>>(Promise.resolve())
  const newest = useRef<T>(undefined)
  const set = (more: Partial<T>) => {
    const before = query.data
    if (!before) return
    const next = { ...before, ...more }
    client.setQueryData(of.queryKey, next)
    newest.current = next
    // One after the other: of two on their way the server might keep the earlier one. Only what came of the last choice
    // is shown.
    const show = (found: T) => {
      if (newest.current === next) client.setQueryData(of.queryKey, found)
    }
    turn.current = turn.current
      .then(() => store(next))
      .then(show, fault => {
        show(before)
        toast(faultText(fault))
      })
  }
  return { query, set }
}
