// This loads the way in with its words: a chunk that a person who is signed in does not load.
import { entryWords } from '@/i18n'

export async function loadOnboarding() {
  const [module] = await Promise.all([import('@/features/onboarding/Onboarding'), entryWords()])
  return module
}
