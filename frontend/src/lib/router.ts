// These are the router's parts that the pages use, and how the application follows the address.
import { useDeferredValue } from 'react'
import { type BaseLocationHook, useLocation } from 'wouter'
import { useBrowserLocation } from 'wouter/use-browser-location'

export { Link, Redirect, Route, Router, Switch, useParams, useRoute, useSearchParams } from 'wouter'

/** The address changes at once. The page before stays in view until the chunk of the next one has come. */
export const useAddress: BaseLocationHook = () => {
  const [path, navigate] = useBrowserLocation()
  return [useDeferredValue(path), navigate]
}

export const usePath = () => useLocation()[0]

export const useNavigate = () => useLocation()[1]
