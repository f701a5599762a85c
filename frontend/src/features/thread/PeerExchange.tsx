// The languages of the other person stand beside their name: what they give, and what they want.
import { useQuery } from '@tanstack/react-query'
import { profileOf } from '@/server/people'
import { useStore } from '@/store/store'
import { ExchangeChip } from '@/ui/exchange/Exchange'

export default function PeerExchange({ id }: { id: string }) {
  const me = useStore(state => state.me)
  const { data } = useQuery(profileOf(id))
  return data ? <ExchangeChip of={data} reader={me} /> : null
}
