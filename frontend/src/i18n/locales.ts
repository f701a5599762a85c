// This says which languages the interface speaks, and which one to begin with. It knows no texts.

export const LOCALES = ['en', 'es', 'ar', 'ja'] as const
export type Locale = (typeof LOCALES)[number] | 'en-XA'

export const ENDONYMS: Record<(typeof LOCALES)[number], string> = {
  en: 'English',
  es: 'Español',
  ar: 'العربية',
  ja: '日本語',
}

export function isLocale(value: unknown): value is Locale {
  return value === 'en-XA' || LOCALES.some(locale => locale === value)
}

/** The first of the browser's languages that we have. */
export function preferred(languages: readonly string[]): Locale {
  for (const language of languages) {
    const found = LOCALES.find(locale => locale === language.split('-')[0])
    if (found) return found
  }
  return 'en'
}

export const direction = (locale: Locale): 'ltr' | 'rtl' => (locale === 'ar' ? 'rtl' : 'ltr')
