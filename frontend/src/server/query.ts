// This writes down questions to the server for react-query. It knows no question; it loads nothing of react-query, so
// the way in can ask as well.

/** For what stays as it is while the page is open, or is told by the socket when it changes. */
export const FOREVER = Number.POSITIVE_INFINITY

interface Page {
  readonly next?: string | null
}

/** A list that is asked for page by page. */
export const pages = <K extends readonly unknown[], P extends Page>(
  queryKey: K,
  ask: (cursor: string | undefined) => Promise<P>,
) => ({
  queryKey,
  initialPageParam: undefined as string | undefined,
  queryFn: ({ pageParam }: { pageParam: string | undefined }) => ask(pageParam),
  getNextPageParam: (page: P) => page.next ?? undefined,
})
