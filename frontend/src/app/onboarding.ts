// The way in, with its words: a chunk that whoever is signed in does not load.
import { wayWords } from '@/i18n'

export async function loadOnboarding() {
  const [module] = await Promise.all([import('@/features/onboarding/Onboarding'), wayWords()])
  return module
}
