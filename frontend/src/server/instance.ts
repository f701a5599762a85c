// The instance says of itself its name and limits, and what there is to choose from.
import { keys } from './keys'
import { getCountries, getInstance, getLanguages, getProviders } from './public'
import { FOREVER } from './query'

export const instance = { queryKey: keys.instance, queryFn: getInstance, staleTime: FOREVER }
export const languages = { queryKey: keys.languages, queryFn: getLanguages, staleTime: FOREVER }
export const countries = { queryKey: keys.countries, queryFn: getCountries, staleTime: FOREVER }
export const providers = { queryKey: keys.providers, queryFn: getProviders, staleTime: FOREVER }
