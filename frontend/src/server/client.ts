// The query client keeps the server's answers for everything behind the sign-in. It knows no question.
import { notifyManager, QueryClient } from '@tanstack/react-query'
import { asProblem } from '@/protocol/problem'

// A changed answer is drawn before the event that changed it is over. By default it waits for a timer; until that
// timer fires, React puts a switch back to the old value, so the switch flickers under the pointer.
notifyManager.setScheduler(queueMicrotask)

export const createQueryClient = () =>
  new QueryClient({
    defaultOptions: {
      queries: { staleTime: 30_000, retry: (count, fault) => count < 3 && asProblem(fault).passing },
    },
  })
