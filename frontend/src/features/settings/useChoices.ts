// A page of choices shows a new choice at once, and takes it back if the server rejects it.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { faultText } from '@/i18n/fault'
import { toast } from '@/ui/toasts/Toasts'

/** All choices of the page are stored together. */
export function useChoices<T>(
  of: { queryKey: readonly string[]; queryFn: () => Promise<T> },
  store: (next: T) => Promise<T>,
) {
  const client = useQueryClient()
  const query = useQuery(of)
  const set = (more: Partial<T>) => {
    const before = query.data
    if (!before) return
    const next = { ...before, ...more }
    client.setQueryData(of.queryKey, next)
    store(next).then(
      stored => client.setQueryData(of.queryKey, stored),
      fault => {
        client.setQueryData(of.queryKey, before)
        toast(faultText(fault))
      },
    )
  }
  return { query, set }
}
